package dev.countersign.server.store.trust;

import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.column.Statements;
import java.sql.SQLException;
import java.util.Optional;

/** A document as stored in its table, with the version that an update must find unchanged. */
record VersionedDocument(String json, long version) {

    static Optional<VersionedDocument> find(OrganizationConnection connection, String table, String id)
            throws SQLException {
        return Statements.first(
                connection,
                "SELECT document, version FROM " + table + " WHERE organization = :organization AND id = ?",
                row -> new VersionedDocument(row.getString(1), row.getLong(2)),
                id);
    }

    /** Whether a row with another id has this value in the column. */
    static boolean isTaken(OrganizationConnection connection, String table, String column, String value, String id)
            throws SQLException {
        return Statements.exists(
                connection,
                "SELECT 1 FROM " + table + " WHERE organization = :organization AND " + column + " = ? AND id <> ?",
                value,
                id);
    }
}
