package dev.countersign.server.store.database;

import java.sql.Connection;
import java.sql.SQLException;

/** A small durable write that shows whether the database accepts writes. */
public final class WriteProbe {
    private WriteProbe() {}

    /** Increments a counter, so that the page really changes. */
    public static int write(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            return statement.executeUpdate("UPDATE write_probe SET writes = writes + 1 WHERE id = 1");
        }
    }
}
