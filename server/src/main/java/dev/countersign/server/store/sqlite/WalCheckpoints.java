package dev.countersign.server.store.sqlite;

import dev.countersign.server.run.PeriodicTasks;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * Brings what stands in SQLite's write-ahead log into the database file, beside the writer. By itself the writer would do
 * so every thousand pages in the middle of somebody's commit, and all who wait for the next one would wait for that too.
 * It is left with the end only: what was written while this went on.
 */
final class WalCheckpoints implements AutoCloseable {
    private static final Logger LOG = System.getLogger(WalCheckpoints.class.getName());
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    /** The first pass takes what there is, the second what came meanwhile: then little is left for the writer. */
    private static final int PASSES = 2;

    private static final String CHECKPOINT = "PRAGMA wal_checkpoint(PASSIVE)";

    private final PeriodicTasks tasks = new PeriodicTasks("store-checkpoints");
    private final DataSource source;
    private volatile boolean written;
    private volatile boolean almostDone;

    private WalCheckpoints(DataSource source) {
        this.source = source;
    }

    /** @param source gives connections that need not write to tables */
    static WalCheckpoints start(DataSource source) {
        var checkpoints = new WalCheckpoints(source);
        checkpoints.tasks.add("checkpoint", INTERVAL, INTERVAL, checkpoints::attempt);
        return checkpoints;
    }

    /** While it fails the log only grows, up to where the writer checkpoints it itself. */
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
            LOG.log(Level.DEBUG, "The write-ahead log was not checkpointed; it is tried again", fault);
        }
    }

    /**
     * To be called by the writer after each transaction. Now and then it does what is left of a checkpoint; the log then
     * begins anew with the next transaction.
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
