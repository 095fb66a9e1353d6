package dev.countersign.server.store.database;

import dev.countersign.core.token.TokenLedger.Redemption;
import dev.countersign.server.operation.StoreUnavailableException;
import dev.countersign.server.store.column.VisibleOrganizations;
import dev.countersign.server.store.database.WriteQueue.Share;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;
import java.util.function.Predicate;

/**
 * Writer of the database. A thread takes all redemptions that wait, commits them together and gives each its own
 * outcome; between two groups it does one other piece of work. It writes at once when nothing else waits. Engines that
 * write from several connections have threads of their own for redemptions.
 *
 * <p>Its figure: row {@code 64} of {@code bench load --connections 64} in {@code bench/results/load.txt}.
 */
public final class StoreWriter implements AutoCloseable {
    public static final Redemption UNAVAILABLE = new Redemption.Unavailable(Duration.ofSeconds(2));

    private static final Logger LOG = System.getLogger(StoreWriter.class.getName());
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final Duration PROBE_INTERVAL = Duration.ofSeconds(1);
    private static final Duration LONGEST_CLOSING = Duration.ofSeconds(10);

    private final Engine engine;
    private final IntConsumer groupSizes;
    private final Duration timeLimit;
    private final WriteQueue queue = new WriteQueue();
    private final RedemptionTimeouts callers = RedemptionTimeouts.start();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean healthy = true;

    private StoreWriter(Engine engine, IntConsumer groupSizes, Duration timeLimit) {
        this.engine = engine;
        this.groupSizes = groupSizes;
        this.timeLimit = timeLimit;
        int forLedger = engine.ledgerThreads();
        threads.add(thread("store-writer", forLedger == 0 ? Share.ALL : Share.OTHERS));
        for (int i = 1; i <= forLedger; i++) {
            threads.add(thread("store-ledger-" + i, Share.REDEMPTIONS));
        }
    }

    /**
     * Starts a writer.
     *
     * @param groupSizes receives the size of every committed group
     * @param timeLimit time that a caller of {@link #call} waits
     */
    public static StoreWriter start(Engine engine, IntConsumer groupSizes, Duration timeLimit) {
        var writer = new StoreWriter(engine, groupSizes, timeLimit);
        // data needed by the first redemption is read while the server starts
        engine.settleReplayKeys(0)
                .ifPresent(
                        reading -> writer.queue.offer(new PendingWork<>(VisibleOrganizations.ALL, reading, _ -> true)));
        writer.threads.forEach(Thread::start);
        return writer;
    }

    private Thread thread(String name, Share share) {
        return Thread.ofPlatform().name(name).daemon().unstarted(() -> write(share));
    }

    public Engine engine() {
        return engine;
    }

    public int redemptionsWaiting() {
        return queue.redemptionsWaiting();
    }

    /** The timeouts of callers that wait for a redemption. */
    public RedemptionTimeouts callers() {
        return callers;
    }

    /** Whether the last write succeeded; after a failure the database is probed every second. */
    public boolean isHealthy() {
        return healthy;
    }

    public WriteQueue.Offer offer(PendingRedemption redemption) {
        return queue.offer(redemption);
    }

    /**
     * Runs work that is not about one organization in a transaction of its own and waits until it is on disk.
     *
     * @throws StoreUnavailableException when it failed, or was not done in time
     */
    public <T> T call(Work<T> work) {
        return call(work, _ -> true);
    }

    /** The same, but rolls back when the result is not to be kept. */
    public <T> T call(Work<T> work, Predicate<? super T> keep) {
        return call(VisibleOrganizations.ALL, work, keep);
    }

    <T> T call(VisibleOrganizations visible, Work<T> work, Predicate<? super T> keep) {
        var pending = new PendingWork<>(visible, work, keep);
        if (queue.offer(pending) != WriteQueue.Offer.TAKEN) {
            throw new StoreUnavailableException(RETRY_AFTER);
        }
        try {
            return pending.await(timeLimit);
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

    private void write(Share share) {
        boolean last = false;
        try (var connection = new WriteConnection(engine)) {
            while (!last) {
                if (queue.awaitRedemptions(share, PROBE_INTERVAL)) {
                    CommitDelay.await();
                }
                WriteQueue.Turn turn = queue.take(share);
                last = turn.last();
                attempt(connection, turn);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void attempt(WriteConnection connection, WriteQueue.Turn turn) {
        if (!turn.group().isEmpty()) {
            commit(connection, turn.group());
        }
        PendingWork<?> other = turn.other();
        if (other != null) {
            attempt(() -> other.run(connection, engine::isBusy));
        }
        if (turn.group().isEmpty() && other == null && !healthy) {
            attempt(() -> connection.transact(VisibleOrganizations.ALL, WriteProbe::write));
        }
        maintain(connection);
    }

    private void commit(WriteConnection connection, List<PendingRedemption> taken) {
        List<PendingRedemption> group =
                taken.stream().filter(redemption -> !redemption.isAbandoned()).toList();
        if (group.isEmpty()) {
            return;
        }
        try {
            List<Redemption> outcomes = record(connection, group);
            recovered();
            groupSizes.accept(group.size());
            for (int i = 0; i < outcomes.size(); i++) {
                group.get(i).complete(outcomes.get(i));
            }
        } catch (SQLException fault) {
            if (engine.isBusy(fault)) {
                busy(fault);
                group.forEach(redemption -> redemption.complete(UNAVAILABLE));
            } else if (!engine.isFaultOfTheData(fault)) {
                failed(fault);
                group.forEach(redemption -> redemption.complete(UNAVAILABLE));
            } else if (group.size() == 1) {
                LOG.log(Level.ERROR, "A redemption cannot be recorded; its request fails", fault);
                group.getFirst().fail(fault);
            } else {
                // One of them cannot be stored. Nothing was committed, so the halves are tried, and only that one
                // fails.
                int middle = group.size() / 2;
                commit(connection, group.subList(0, middle));
                commit(connection, group.subList(middle, group.size()));
            }
        } catch (RuntimeException | Error fault) {
            LOG.log(Level.ERROR, "A group of redemptions failed; all of their requests fail", fault);
            group.forEach(redemption -> redemption.fail(fault));
        }
    }

    /**
     * Retries once after a lock conflict: nothing was done then, and the holder of the lock has been terminated since.
     */
    private List<Redemption> record(WriteConnection connection, List<PendingRedemption> group) throws SQLException {
        try {
            return engine.record(connection, group);
        } catch (SQLException fault) {
            if (!engine.isBusy(fault)) {
                throw fault;
            }
            return engine.record(connection, group);
        }
    }

    /** Work whose fault is reported to its caller. */
    private interface Attempt {
        void run() throws SQLException;
    }

    private void attempt(Attempt work) {
        try {
            work.run();
            recovered();
        } catch (SQLException fault) {
            if (engine.isBusy(fault)) {
                busy(fault);
            } else if (!engine.isFaultOfTheData(fault)) {
                failed(fault);
            }
        } catch (RuntimeException | Error fault) {
            LOG.log(Level.ERROR, "Work on the database failed; the fault was reported to its caller", fault);
        }
    }

    /** Runs maintenance, for which no caller waits; the next transaction shows whether the database accepts writes. */
    private static void maintain(WriteConnection connection) {
        try {
            connection.maintain();
        } catch (SQLException fault) {
            LOG.log(Level.DEBUG, "The maintenance of the database failed; it is tried again", fault);
        }
    }

    /** Another node held a lock for too long, which does not show whether the database accepts writes. */
    private static void busy(SQLException fault) {
        LOG.log(Level.WARNING, "A write was abandoned because another node held a lock for too long", fault);
    }

    private void failed(SQLException fault) {
        if (healthy) {
            LOG.log(Level.ERROR, "The database does not accept writes; nothing is issued until it does", fault);
        }
        healthy = false;
    }

    private void recovered() {
        if (!healthy) {
            LOG.log(Level.INFO, "The database accepts writes again");
        }
        healthy = true;
    }

    /** Accepts no further work, completes the waiting work, and closes the connection. */
    @Override
    public void close() {
        queue.close();
        try {
            for (Thread thread : threads) {
                if (!thread.join(LONGEST_CLOSING)) {
                    LOG.log(Level.WARNING, "Writes to the database are still waiting; they are abandoned");
                    thread.interrupt();
                }
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        callers.close();
    }
}
