package dev.countersign.server.store;

import dev.countersign.server.management.StoreUnavailableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What the store does by itself now and then: purging, and writing down when secrets and keys were last used. */
final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Housekeeping.class.getName());
    private static final Duration BETWEEN_PURGES = Duration.ofMinutes(1);
    private static final Duration BETWEEN_FLUSHES = Duration.ofSeconds(5);

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("store-housekeeping").daemon().factory());
    private final RecordedUses uses;

    private Housekeeping(RecordedUses uses) {
        this.uses = uses;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the tasks handle their own faults and end with the executor
    static Housekeeping start(Purge purge, RecordedUses uses) {
        var housekeeping = new Housekeeping(uses);
        var executor = housekeeping.executor;
        executor.scheduleWithFixedDelay(
                () -> attempt(() -> purge.run(() -> !executor.isShutdown())),
                BETWEEN_FLUSHES.toMillis(),
                BETWEEN_PURGES.toMillis(),
                TimeUnit.MILLISECONDS);
        executor.scheduleWithFixedDelay(
                () -> attempt(uses::flush),
                BETWEEN_FLUSHES.toMillis(),
                BETWEEN_FLUSHES.toMillis(),
                TimeUnit.MILLISECONDS);
        return housekeeping;
    }

    /** A task that fails is due again; were the fault to escape, the executor would never run it again. */
    private static void attempt(Runnable task) {
        try {
            task.run();
        } catch (StoreUnavailableException gone) {
            LOG.log(Level.DEBUG, "The database takes no writes; what was due is due again later", gone);
        } catch (RuntimeException fault) {
            LOG.log(Level.WARNING, "A task of the store failed; it is tried again later", fault);
        }
    }

    /** Ends after the step at hand, and writes down the last uses. */
    @Override
    public void close() {
        executor.shutdownNow();
        executor.close();
        attempt(uses::flush);
    }
}
