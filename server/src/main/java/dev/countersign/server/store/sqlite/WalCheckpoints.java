package dev.countersign.server.store.sqlite;

import dev.countersign.server.run.PeriodicTasks;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * Checkpoints of SQLite's write-ahead log, made beside the writer. The writer would make one every thousand pages in
 * the middle of a commit, and every redemption of the next group would wait for it. It is left with what was written
 * while a checkpoint ran.
 *
 * <p>Its figure: row {@code 2000} of {@code bench open --rate 2000,5000} in {@code bench/results/load.txt}, in whose
 * latencies a checkpoint would show.
 */
final class WalCheckpoints implements AutoCloseable {
    private static final Logger LOG = System.getLogger(WalCheckpoints.class.getName());
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    /**
     * The first pass writes the existing pages, the second those added meanwhile, so that little is left for the
     * writer.
     */
    private static final int PASSES = 2;

    private static final String CHECKPOINT = "PRAGMA wal_checkpoint(PASSIVE)";

    private final PeriodicTasks tasks = new PeriodicTasks("store-checkpoints");
    private final DataSource source;
    private volatile boolean written;
    private volatile boolean almostDone;

    private WalCheckpoints(DataSource source) {
        this.source = source;
    }

    /** @param source source of connections; they need not be able to write to tables */
    static WalCheckpoints start(DataSource source) {
        var checkpoints = new WalCheckpoints(source);
        checkpoints.tasks.add("checkpoint", INTERVAL, INTERVAL, checkpoints::attempt);
        return checkpoints;
    }

    /** While checkpoints fail the log only grows, up to the size at which the writer runs one itself. */
    private void attempt() {
        if (!written) {
            return;
        }
        written = false;
        try (Connection connection = source.getConnection()) {
            for (int pass = 0; pass < PASSES; pass++) {
                run(connection);
            }
            almostDone = true;
        } catch (SQLException fault) {
            LOG.log(Level.DEBUG, "The checkpoint of the write-ahead log failed; it is tried again", fault);
        }
    }

    /**
     * Must be called by the writer after each transaction. It occasionally completes a checkpoint; the log is then
     * reused from its beginning by the next transaction.
     */
    void afterTransaction(Connection writer) throws SQLException {
        written = true;
        if (almostDone) {
            almostDone = false;
            run(writer);
        }
    }

    private static void run(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(CHECKPOINT);
        }
    }

    @Override
    public void close() {
        tasks.close();
    }
}
