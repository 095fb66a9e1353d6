package dev.countersign.server;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Work that is done every few seconds as long as the server runs. */
final class Ticks implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Ticks.class.getName());
    private static final Duration PERIOD = Duration.ofSeconds(5);

    private final ScheduledExecutorService scheduler;

    private Ticks(ScheduledExecutorService scheduler) {
        this.scheduler = scheduler;
    }

    static Ticks start(List<Runnable> work) {
        var oldSpace = new TenuredCollection();
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("ticks").daemon().factory());
        var _ = scheduler.scheduleWithFixedDelay(
                () -> {
                    work.forEach(Ticks::safely);
                    safely(oldSpace::tick);
                },
                PERIOD.toMillis(),
                PERIOD.toMillis(),
                TimeUnit.MILLISECONDS);
        return new Ticks(scheduler);
    }

    /** A scheduler never again does what threw once, so a fault is logged and the next tick comes all the same. */
    private static void safely(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException fault) {
            LOG.log(System.Logger.Level.ERROR, "Periodic work met a fault", fault);
        }
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}
