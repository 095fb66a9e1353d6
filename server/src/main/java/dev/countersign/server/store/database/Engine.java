package dev.countersign.server.store.database;

import dev.countersign.core.jwt.ReplayKey;
import dev.countersign.core.token.TokenLedger.Redemption;
import dev.countersign.server.store.cluster.NotificationSource;
import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.column.VisibleOrganizations;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The interface between Countersign's SQL and the database engine: all differences between engines. */
public interface Engine extends AutoCloseable {

    /**
     * Opens a connection for the writer; every statement is a transaction of its own until {@link #begin} is executed.
     */
    Connection openWriter() throws SQLException;

    /** A new source of read-only connections. */
    DataSource readers();

    /** The statement that makes a connection read-only. */
    String readOnly();

    /**
     * The statement that begins a writing transaction, restricted to these organizations; at most one runs at a time, over
     * all nodes.
     */
    String begin(VisibleOrganizations visible);

    /** Restricts the transaction that begins next on a connection for reading to the rows of these organizations. */
    void restrict(Connection reader, VisibleOrganizations visible) throws SQLException;

    /**
     * Records a group of redemptions, on disk on return.
     *
     * @return the outcome of each, in the same order
     */
    List<Redemption> record(WriteConnection connection, List<PendingRedemption> group) throws SQLException;

    /**
     * Records replay keys in the writer's transaction: all of them, or none.
     *
     * @return the key that was recorded before; empty when all are recorded now
     */
    Optional<Redemption.Replayed> spend(OrganizationConnection writer, List<ReplayKey> keys) throws SQLException;

    /**
     * Excludes redemptions until the end of the writer's transaction: all that were recorded before are visible in it, and
     * the next one sees what it has done.
     */
    void excludeRedemptions(Connection writer) throws SQLException;

    /**
     * Ends the compatibility with the version that knows no organizations, in the writer's transaction: rows of several
     * organizations may have the same names from now on, and where the engine can enforce it, a transaction sees those of
     * its organizations alone. Has no effect when done again.
     */
    void separateOrganizations(Connection writer) throws SQLException;

    /**
     * Called by the writer after it has finished work and reported its outcome; no transaction is open on the
     * connection.
     */
    void betweenTransactions(Connection writer) throws SQLException;

    /** Number of threads that record groups beside the thread for all other work; 0 when one thread does both. */
    int ledgerThreads();

    /** The statement that notifies the other nodes, after the commit, that the trust configuration has changed. */
    Optional<String> announcement();

    /**
     * The query that returns a given number of consecutive event numbers for the audit; empty where an event gets its
     * number on insertion.
     */
    Optional<String> eventNumbers();

    /**
     * Maintenance of partitions, which replaces deleting rows of the ledger and the audit; empty where rows are
     * deleted.
     */
    Optional<Work<Integer>> maintainPartitions(Instant now, Retention retention);

    /**
     * Moves at most this many replay keys to their final table, in the writer's thread; empty where they are inserted
     * there directly.
     *
     * @return work that returns the number of keys moved
     */
    Optional<Work<Integer>> settleReplayKeys(int atMost);

    /** Source of notifications from other nodes; empty when there are none. */
    Optional<NotificationSource> notifications();

    /** Whether an open connection leads to the server that takes writes, as far as is known. */
    boolean isCurrent(Connection connection) throws SQLException;

    /**
     * Whether the writer's connection can be used.
     *
     * @param silent time since its last use
     */
    boolean isUsable(Connection writer, Duration silent) throws SQLException;

    /** Reports that a connection is closed because of a fault. */
    void givenUp(Connection connection, SQLException fault) throws SQLException;

    /** Whether the fault is caused by the values of a statement rather than by the store. */
    boolean isFaultOfTheData(SQLException fault);

    /** Whether the statement timed out on a lock held by another node; the store itself is working. */
    boolean isBusy(SQLException fault);

    /** Whether the connection is at fault, so that the work can be retried on another one. */
    boolean isLost(SQLException fault);

    /** Whether the store explicitly refused the statement, which then has no effect. */
    boolean isRefused(SQLException fault);

    /** The name of the collation that compares text by its bytes and ignores the case of ASCII letters only. */
    String collation();

    /** Description of this database in the log and the start-up message, without credentials. */
    String description();

    /** Closes the engine and releases the database. */
    @Override
    void close();
}
