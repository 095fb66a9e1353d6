package dev.countersign.server.store.trust;

import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.column.Statements;
import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Collectors;

/** Owners of the resources that are managed by files. */
final class OwnerRows {
    private OwnerRows() {}

    static Map<String, String> load(OrganizationConnection connection) throws SQLException {
        return Statements.list(
                        connection,
                        "SELECT id, owner FROM trust_owners WHERE organization = :organization",
                        row -> Map.entry(row.getString(1), row.getString(2)))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    static void put(OrganizationConnection connection, String id, String owner) throws SQLException {
        delete(connection, id);
        Statements.update(
                connection,
                "INSERT INTO trust_owners (organization, id, owner) VALUES (:organization, ?, ?)",
                id,
                owner);
    }

    static void delete(OrganizationConnection connection, String id) throws SQLException {
        Statements.update(connection, "DELETE FROM trust_owners WHERE organization = :organization AND id = ?", id);
    }
}
