package dev.countersign.server.store.cluster;

import java.sql.Connection;
import java.sql.SQLException;

/** Where a node hears of the others: a database that several nodes share. */
public interface NotificationSource {
    /** A new connection to listen on. */
    Connection open() throws SQLException;

    /** Whether the connection leads to the server that takes writes, as far as is known. */
    boolean isCurrent(Connection connection) throws SQLException;

    /**
     * Asks the server of a connection whether it still takes writes.
     *
     * @throws SQLException when it does not
     */
    void verify(Connection connection) throws SQLException;

    /** Looks where a new connection leads; if to another server, every connection is made anew, and the answer is true. */
    boolean moves() throws SQLException;
}
