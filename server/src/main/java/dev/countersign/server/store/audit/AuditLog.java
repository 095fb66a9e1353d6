package dev.countersign.server.store.audit;

import dev.countersign.core.audit.TokenEvent;
import dev.countersign.core.audit.TokenEvent.Outcome;
import dev.countersign.core.audit.TokenEvents;
import dev.countersign.server.operation.StoreUnavailableException;
import dev.countersign.server.store.column.OrganizationKey;
import dev.countersign.server.store.database.SplittableBatch;
import dev.countersign.server.store.database.SplittableBatch.Unwritable;
import dev.countersign.server.store.database.StoreWriter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The audit of token requests: every event becomes one row of the database and, unless the lines are switched off, one line
 * of the log {@value #LOG_NAME}, both in batches and outside the request. Unauthenticated callers have a budget of rows ({@link UnprovenBudget}).
 */
public final class AuditLog implements AutoCloseable {
    /** Name of the logger that receives one line of JSON for each event. */
    public static final String LOG_NAME = "countersign.audit";

    private static final Logger LINES = System.getLogger(LOG_NAME);
    private static final Logger LOG = System.getLogger(AuditLog.class.getName());
    private static final int LARGEST_BATCH = 1_024;
    private static final Duration COLLECTING = Duration.ofMillis(100);
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration LONGEST_CLOSING = Duration.ofSeconds(10);

    private final StoreWriter writer;
    private final EventQueue queue = new EventQueue();
    private final UnprovenBudget budget;
    private final Thread thread;

    private AuditLog(StoreWriter writer, UnprovenBudget budget) {
        this.writer = writer;
        this.budget = budget;
        this.thread = Thread.ofPlatform().name("audit").daemon().unstarted(this::write);
    }

    public static AuditLog start(StoreWriter writer) {
        return start(writer, new UnprovenBudget(System::nanoTime));
    }

    public static AuditLog start(StoreWriter writer, UnprovenBudget budget) {
        var audit = new AuditLog(writer, budget);
        audit.thread.start();
        return audit;
    }

    /** The receiver of the events of an organization. */
    public TokenEvents of(OrganizationKey organization) {
        return event -> record(organization, event);
    }

    private void record(OrganizationKey organization, TokenEvent event) {
        if (!budget.admits(organization, event)) {
            return;
        }
        var entry = new AuditEntry.Single(organization, EventText.bounded(event));
        if (!queue.offer(entry) && (queue.isClosed() || !budget.counts(organization, event))) {
            queue.drop(List.of(entry));
        }
    }

    /** Number of events with this outcome lost since the start, for the metric. */
    public long dropped(Outcome outcome) {
        return queue.dropped(outcome);
    }

    /** Number of events counted in summaries instead of having a row, for the metric. */
    public long summarized() {
        return budget.summarized();
    }

    /** Number of events waiting to be stored, for the metric. */
    public int waiting() {
        return queue.size();
    }

    /** Whether events arrive faster than they are stored, so that events of exchanges will be lost soon. */
    public boolean isBehind() {
        return queue.size() > EventQueue.ALMOST_FULL;
    }

    private void write() {
        try {
            List<AuditEntry> batch = queue.take(LARGEST_BATCH, IDLE);
            while (!batch.isEmpty() || !queue.isClosed()) {
                writeWithSummaries(batch);
                if (!batch.isEmpty()) {
                    // Under load, the events of a short period share one transaction.
                    Thread.sleep(batch.size() < LARGEST_BATCH && !queue.isClosed() ? COLLECTING : Duration.ZERO);
                }
                batch = queue.take(LARGEST_BATCH, IDLE);
            }
            writeWithSummaries(List.of());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeWithSummaries(List<AuditEntry> batch) throws InterruptedException {
        List<AuditEntry> entries = new ArrayList<>(batch);
        entries.addAll(queue.isClosed() ? budget.rest() : budget.due());
        if (!entries.isEmpty()) {
            logLines(entries);
            keep(entries);
        }
    }

    private static void logLines(List<AuditEntry> batch) {
        if (!LINES.isLoggable(Level.INFO)) {
            return;
        }
        for (AuditEntry entry : batch) {
            try {
                LINES.log(Level.INFO, entry.line());
            } catch (RuntimeException fault) {
                LOG.log(Level.WARNING, "An audit event could not be logged; it still goes into the database", fault);
            }
        }
    }

    /**
     * Retries until the entries are stored: while the database takes no writes, the queue fills. An entry that the
     * database refuses for its data is stored with its text replaced, and does not affect the rest of its batch.
     */
    private void keep(List<AuditEntry> entries) throws InterruptedException {
        var batch = new SplittableBatch<AuditEntry>(entries);
        while (!batch.isDone()) {
            try {
                batch.writeNext(this::insert).ifPresent(refused -> keepWithoutText(batch, refused));
            } catch (StoreUnavailableException gone) {
                if (queue.isClosed() || Thread.currentThread().isInterrupted()) {
                    lose(batch.rest(), gone);
                    return;
                }
                Thread.sleep(IDLE);
            }
        }
    }

    private void insert(List<AuditEntry> entries) {
        writer.call(connection ->
                AuditRows.insert(connection, entries, writer.engine().eventNumbers()));
    }

    private void keepWithoutText(SplittableBatch<AuditEntry> batch, Unwritable<AuditEntry> refused) {
        AuditEntry without = refused.element().withoutText();
        if (without.equals(refused.element())) {
            lose(List.of(without), refused.fault());
            return;
        }
        LOG.log(
                Level.WARNING,
                "An audit event cannot be stored as it is; it is stored with its text replaced",
                refused.fault());
        batch.add(List.of(without));
    }

    private void lose(List<AuditEntry> entries, RuntimeException fault) {
        LOG.log(
                Level.ERROR,
                entries.size()
                        + " audit events could not be written to the database; the log has them, unless log.exchanges is false",
                fault);
        queue.drop(entries);
    }

    /** Accepts no further events and writes those waiting. */
    @Override
    public void close() {
        queue.close();
        try {
            if (!thread.join(LONGEST_CLOSING)) {
                LOG.log(
                        Level.WARNING,
                        "Audit events are still waiting for the database; the log has them, unless log.exchanges is false");
                thread.interrupt();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
