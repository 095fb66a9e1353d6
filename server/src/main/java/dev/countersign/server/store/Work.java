package dev.countersign.server.store;

import java.sql.Connection;
import java.sql.SQLException;

/** Something to do on a connection. */
@FunctionalInterface
interface Work<T> {
    T run(Connection connection) throws SQLException;
}
