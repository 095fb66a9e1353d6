package dev.countersign.server.store;

import dev.countersign.core.grant.TokenLedger.Redemption;
import dev.countersign.server.management.StoreUnavailableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;
import java.util.function.Predicate;

/**
 * The one thread that writes to the database. It takes all redemptions that wait, commits them together and tells each
 * its own outcome; between two groups it does one other piece of work. It writes at once when nothing else waits.
 */
final class StoreWriter implements AutoCloseable {
    static final Redemption UNAVAILABLE = new Redemption.Unavailable(Duration.ofSeconds(2));

    private static final Logger LOG = System.getLogger(StoreWriter.class.getName());
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final Duration PROBE_INTERVAL = Duration.ofSeconds(1);
    private static final Duration LONGEST_CLOSING = Duration.ofSeconds(10);

    private final Engine engine;
    private final WriteConnection connection;
    private final IntConsumer groupSizes;
    private final Duration patience;
    private final WriteQueue queue = new WriteQueue();
    private final Thread thread;
    private volatile boolean healthy = true;

    private StoreWriter(Engine engine, IntConsumer groupSizes, Duration patience) {
        this.engine = engine;
        this.connection = new WriteConnection(engine);
        this.groupSizes = groupSizes;
        this.patience = patience;
        this.thread = Thread.ofPlatform().name("store-writer").daemon().unstarted(this::write);
    }

    /**
     * Starts a writer.
     *
     * @param groupSizes is told the size of every group that was committed
     * @param patience how long a caller of {@link #call} waits
     */
    static StoreWriter start(Engine engine, IntConsumer groupSizes, Duration patience) {
        var writer = new StoreWriter(engine, groupSizes, patience);
        writer.thread.start();
        return writer;
    }

    int redemptionsWaiting() {
        return queue.redemptionsWaiting();
    }

    /** Whether the last write went well; looked at again every second while it did not. */
    boolean isHealthy() {
        return healthy;
    }

    WriteQueue.Offer offer(PendingRedemption redemption) {
        return queue.offer(redemption);
    }

    /**
     * Does the work in a transaction of its own and waits until it is on disk.
     *
     * @throws StoreUnavailableException when it could not be done, or not in time
     */
    <T> T call(Work<T> work) {
        return call(work, _ -> true);
    }

    /** The same, but undoes everything when the result is not one to keep. */
    <T> T call(Work<T> work, Predicate<? super T> keep) {
        var pending = new PendingWork<>(work, keep);
        if (queue.offer(pending) != WriteQueue.Offer.TAKEN) {
            throw new StoreUnavailableException(RETRY_AFTER);
        }
        try {
            return pending.await(patience);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException(RETRY_AFTER, stopping);
        } catch (TimeoutException tooLong) {
            throw new StoreUnavailableException(RETRY_AFTER, tooLong);
        } catch (ExecutionException failed) {
            throw switch (failed.getCause()) {
                case SQLException fault when engine.isFaultOfTheData(fault) -> new IllegalStateException(fault);
                case SQLException fault -> new StoreUnavailableException(RETRY_AFTER, fault);
                case null, default -> new IllegalStateException("work on the database failed", failed.getCause());
            };
        }
    }

    private void write() {
        boolean last = false;
        try {
            while (!last) {
                WriteQueue.Turn turn = queue.take(PROBE_INTERVAL);
                last = turn.last();
                attempt(turn);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            connection.close();
        }
    }

    private void attempt(WriteQueue.Turn turn) {
        if (!turn.group().isEmpty()) {
            commit(turn.group());
        }
        PendingWork<?> other = turn.other();
        if (other != null) {
            attempt(() -> other.run(connection));
        }
        if (turn.group().isEmpty() && other == null && !healthy) {
            attempt(() -> connection.transact(WriteProbe::write));
        }
    }

    private void commit(List<PendingRedemption> taken) {
        List<PendingRedemption> group =
                taken.stream().filter(redemption -> !redemption.isAbandoned()).toList();
        if (group.isEmpty()) {
            return;
        }
        try {
            List<Redemption> outcomes = connection.transact(open -> RedemptionBatch.record(open, group));
            recovered();
            groupSizes.accept(group.size());
            for (int i = 0; i < outcomes.size(); i++) {
                group.get(i).complete(outcomes.get(i));
            }
        } catch (SQLException fault) {
            if (!engine.isFaultOfTheData(fault)) {
                failed(fault);
                group.forEach(redemption -> redemption.complete(UNAVAILABLE));
            } else if (group.size() == 1) {
                LOG.log(Level.ERROR, "A redemption cannot be recorded; it is answered as a fault", fault);
                group.getFirst().fail(fault);
            } else {
                // One of them cannot be stored. Nothing was committed, so each is tried alone and only that one fails.
                group.forEach(redemption -> commit(List.of(redemption)));
            }
        } catch (RuntimeException | Error fault) {
            LOG.log(Level.ERROR, "A group of redemptions failed; all of them are answered as faults", fault);
            group.forEach(redemption -> redemption.fail(fault));
        }
    }

    /** Work whose caller hears of its fault. */
    private interface Attempt {
        void run() throws SQLException;
    }

    private void attempt(Attempt work) {
        try {
            work.run();
            recovered();
        } catch (SQLException fault) {
            if (!engine.isFaultOfTheData(fault)) {
                failed(fault);
            }
        } catch (RuntimeException | Error fault) {
            LOG.log(Level.ERROR, "Work on the database failed; its caller was told", fault);
        }
    }

    private void failed(SQLException fault) {
        if (healthy) {
            LOG.log(Level.ERROR, "The database takes no writes; nothing is issued until it does", fault);
        }
        healthy = false;
    }

    private void recovered() {
        if (!healthy) {
            LOG.log(Level.INFO, "The database takes writes again");
        }
        healthy = true;
    }

    /** Takes nothing more, does what waits, and closes the connection. */
    @Override
    public void close() {
        queue.close();
        try {
            if (!thread.join(LONGEST_CLOSING)) {
                LOG.log(Level.WARNING, "The database still has writes to do; they are given up");
                thread.interrupt();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
