package dev.countersign.server.store.trust;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** A document as stored in its table, with the version that an update must find unchanged. */
record VersionedDocument(String json, long version) {

    static Optional<VersionedDocument> find(Connection connection, String table, String id) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT document, version FROM " + table + " WHERE id = ?")) {
            statement.setString(1, id);
            try (var rows = statement.executeQuery()) {
                return rows.next()
                        ? Optional.of(new VersionedDocument(rows.getString(1), rows.getLong(2)))
                        : Optional.empty();
            }
        }
    }

    /** Whether a row with another id has this value in the column. */
    static boolean isTaken(Connection connection, String table, String column, String value, String id)
            throws SQLException {
        try (var statement =
                connection.prepareStatement("SELECT 1 FROM " + table + " WHERE " + column + " = ? AND id <> ?")) {
            statement.setString(1, value);
            statement.setString(2, id);
            try (var rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }
}
