package dev.countersign.server.store.database;

import dev.countersign.core.jwt.ReplayKey;
import dev.countersign.core.token.TokenLedger.Redemption;
import dev.countersign.server.store.cluster.NotificationSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The one seam between our SQL and the engine that runs it: everything that engines do differently. */
public interface Engine extends AutoCloseable {

    /** A new connection for the writer; every statement stands alone until {@link #begin} was executed. */
    Connection openWriter() throws SQLException;

    /** A new source of connections that cannot write. */
    DataSource readers();

    /** The statement that makes a connection refuse to write. */
    String readOnly();

    /** What begins a transaction that will write; at most one of them goes on at a time, on all nodes together. */
    String begin();

    /**
     * Records a group of redemptions, on disk on return.
     *
     * @return the outcome of each, in the same order
     */
    List<Redemption> record(WriteConnection connection, List<PendingRedemption> group) throws SQLException;

    /**
     * Puts replay keys on record in the writer's transaction: all of them, or none.
     *
     * @return the key that was on record before; empty when all are on record now
     */
    Optional<Redemption.Replayed> spend(Connection writer, List<ReplayKey> keys) throws SQLException;

    /** Called by the writer after it has done something and told whoever waited; nothing is under way on the connection. */
    void betweenTransactions(Connection writer) throws SQLException;

    /** How many threads record groups beside the one that does everything else; none when one thread does both. */
    int ledgerThreads();

    /** What tells the other nodes, once the transaction is committed, that what is trusted has changed. */
    Optional<String> announcement();

    /**
     * The query that gives so many numbers for events of the audit, in order; empty where an event gets its number when it
     * is inserted.
     */
    Optional<String> eventNumbers();

    /** What retention does here in place of deleting rows of the ledger and the audit; empty when rows are deleted. */
    Optional<Work<Integer>> tendPartitions(Instant now, Retention retention);

    /**
     * Puts so many replay keys at most where they stay, in the writer's thread; empty where they are put there at once.
     *
     * @return work that returns how many there were
     */
    Optional<Work<Integer>> settleReplayKeys(int atMost);

    /** Where news of other nodes arrives; empty when there can be none. */
    Optional<NotificationSource> news();

    /** Whether an open connection leads to the store that takes writes, as far as is known. */
    boolean isCurrent(Connection connection) throws SQLException;

    /**
     * Whether the writer's connection can be used.
     *
     * @param silent since when nothing was done on it
     */
    boolean isUsable(Connection writer, Duration silent) throws SQLException;

    /** Takes note that a connection is given up because of a fault. */
    void givenUp(Connection connection, SQLException fault) throws SQLException;

    /** Whether the fault lies in the values of a statement, and not in the store. */
    boolean isFaultOfTheData(SQLException fault);

    /** Whether another node held for too long what the statement waited for; the store is in order. */
    boolean isBusy(SQLException fault);

    /** Whether the connection is at fault, so that another one may do what this one could not. */
    boolean isLost(SQLException fault);

    /** Whether the store refused the statement and says so: nothing of it was or will be done. */
    boolean isRefused(SQLException fault);

    /** The name of the collation that compares text by its bytes and knows the case of ASCII letters alone. */
    String collation();

    /** What the log and the start-up message call this database; without credentials. */
    String description();

    /** Lets others have the database. */
    @Override
    void close();
}
