package dev.countersign.server.store.trust;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** Owners of the resources that are managed by files. */
final class OwnerRows {
    private OwnerRows() {}

    static Map<String, String> load(Connection connection) throws SQLException {
        Map<String, String> owners = new HashMap<>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT id, owner FROM trust_owners")) {
            while (rows.next()) {
                owners.put(rows.getString(1), rows.getString(2));
            }
        }
        return owners;
    }

    static void put(Connection connection, String id, String owner) throws SQLException {
        delete(connection, id);
        try (var statement = connection.prepareStatement("INSERT INTO trust_owners (id, owner) VALUES (?, ?)")) {
            statement.setString(1, id);
            statement.setString(2, owner);
            statement.executeUpdate();
        }
    }

    static void delete(Connection connection, String id) throws SQLException {
        try (var statement = connection.prepareStatement("DELETE FROM trust_owners WHERE id = ?")) {
            statement.setString(1, id);
            statement.executeUpdate();
        }
    }
}
