package dev.countersign.server.store;

import dev.countersign.core.audit.TokenEvent;
import dev.countersign.core.audit.TokenEvent.Outcome;
import dev.countersign.core.audit.TokenEvents;
import dev.countersign.server.management.StoreUnavailableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;

/**
 * The audit of token requests: every event becomes one line of the log {@value #LOG_NAME} and one row of the database,
 * both off the request's path and in batches.
 */
public final class AuditLog implements TokenEvents, AutoCloseable {
    /** The logger that gets one JSON line an event. */
    public static final String LOG_NAME = "countersign.audit";

    private static final Logger LINES = System.getLogger(LOG_NAME);
    private static final Logger LOG = System.getLogger(AuditLog.class.getName());
    private static final int LARGEST_BATCH = 1_024;
    private static final Duration GATHERING = Duration.ofMillis(100);
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration LONGEST_CLOSING = Duration.ofSeconds(10);

    private final StoreWriter writer;
    private final EventQueue queue = new EventQueue();
    private final Thread thread;

    private AuditLog(StoreWriter writer) {
        this.writer = writer;
        this.thread = Thread.ofPlatform().name("audit").daemon().unstarted(this::write);
    }

    static AuditLog start(StoreWriter writer) {
        var audit = new AuditLog(writer);
        audit.thread.start();
        return audit;
    }

    @Override
    public void record(TokenEvent event) {
        queue.add(event);
    }

    /** How many events with this outcome were dropped since the start, for the metric. */
    public long dropped(Outcome outcome) {
        return queue.dropped(outcome);
    }

    /** How many events wait to be kept, for the metric. */
    public int waiting() {
        return queue.size();
    }

    /** Whether events come faster than they can be kept, so that those of exchanges will be lost soon. */
    public boolean isBehind() {
        return queue.size() > EventQueue.ALMOST_FULL;
    }

    private void write() {
        try {
            List<TokenEvent> batch = queue.take(LARGEST_BATCH, IDLE);
            while (!batch.isEmpty() || !queue.isClosed()) {
                if (!batch.isEmpty()) {
                    logLines(batch);
                    keep(batch);
                    // Under load the events of some moments share one transaction.
                    Thread.sleep(batch.size() < LARGEST_BATCH && !queue.isClosed() ? GATHERING : Duration.ZERO);
                }
                batch = queue.take(LARGEST_BATCH, IDLE);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void logLines(List<TokenEvent> batch) {
        for (TokenEvent event : batch) {
            try {
                LINES.log(Level.INFO, TokenEventJson.line(event));
            } catch (RuntimeException fault) {
                LOG.log(Level.WARNING, "An audit event could not be logged; it still goes into the database", fault);
            }
        }
    }

    /** Until it is kept: while the database takes no writes, the queue fills and then drops. */
    private void keep(List<TokenEvent> batch) throws InterruptedException {
        while (true) {
            try {
                writer.call(connection ->
                        AuditRows.insert(connection, batch, writer.engine().eventNumbers()));
                return;
            } catch (StoreUnavailableException gone) {
                if (queue.isClosed() || Thread.currentThread().isInterrupted()) {
                    lose(batch, gone);
                    return;
                }
                Thread.sleep(IDLE);
            } catch (RuntimeException fault) {
                lose(batch, fault);
                return;
            }
        }
    }

    private void lose(List<TokenEvent> batch, RuntimeException fault) {
        LOG.log(
                Level.ERROR,
                batch.size() + " audit events could not be written to the database; they stand in the log alone",
                fault);
        queue.drop(batch);
    }

    /** Takes nothing more and writes what waits. */
    @Override
    public void close() {
        queue.close();
        try {
            if (!thread.join(LONGEST_CLOSING)) {
                LOG.log(Level.WARNING, "Audit events still wait for the database; they stand in the log alone");
                thread.interrupt();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
