package dev.countersign.server.store.cluster;

import java.sql.Connection;
import java.sql.SQLException;

/** Source of notifications from other nodes: a database shared by several nodes. */
public interface NotificationSource {
    /** Opens a connection to listen on. */
    Connection open() throws SQLException;

    /** Whether the connection leads to the server that takes writes, as far as is known. */
    boolean isCurrent(Connection connection) throws SQLException;

    /**
     * Checks that the server of a connection still takes writes.
     *
     * @throws SQLException when it does not
     */
    void verify(Connection connection) throws SQLException;

    /**
     * Checks which server a new connection leads to; if it is another one, replaces all connections and returns true.
     */
    boolean moves() throws SQLException;
}
