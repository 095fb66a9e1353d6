package dev.countersign.server.store;

import java.sql.Connection;
import java.sql.SQLException;

/** A small durable write, which shows whether the database takes writes. */
final class WriteProbe {
    private WriteProbe() {}

    /** Counts up, so that the page really changes. */
    static int write(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            return statement.executeUpdate("UPDATE write_probe SET writes = writes + 1 WHERE id = 1");
        }
    }
}
