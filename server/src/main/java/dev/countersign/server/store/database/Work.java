package dev.countersign.server.store.database;

import java.sql.Connection;
import java.sql.SQLException;

/** Operation on a database connection. */
@FunctionalInterface
public interface Work<T> {
    T run(Connection connection) throws SQLException;
}
