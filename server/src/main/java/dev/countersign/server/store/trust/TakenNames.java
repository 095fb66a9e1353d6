package dev.countersign.server.store.trust;

import dev.countersign.base.text.FoldedName;
import dev.countersign.server.store.column.OrganizationConnection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Set of the names in a table as they are compared, ignoring letter case and encoding of characters. They are read once
 * in a transaction that changes some, and no other transaction changes any meanwhile. Two equal names may exist from a
 * time when that was allowed; they stay, and no third is accepted.
 */
final class TakenNames {
    private final OrganizationConnection connection;
    private final String table;
    private final Map<String, String> byId = new HashMap<>();
    private final Map<String, Set<String>> ids = new HashMap<>();
    private boolean read;

    TakenNames(OrganizationConnection connection, String table) {
        this.connection = connection;
        this.table = table;
    }

    /** Whether a row with another id has the name. */
    boolean isTaken(String name, String id) throws SQLException {
        read();
        Set<String> having = ids.getOrDefault(FoldedName.of(name), Set.of());
        return having.size() > 1 || (having.size() == 1 && !having.contains(id));
    }

    private void read() throws SQLException {
        if (read) {
            return;
        }
        try (var statement =
                        connection.prepare("SELECT id, name FROM " + table + " WHERE organization = :organization");
                var rows = statement.executeQuery()) {
            while (rows.next()) {
                note(rows.getString(1), rows.getString(2));
            }
        }
        read = true;
    }

    /** Adds a name that was written. */
    void put(String id, String name) {
        if (read) {
            remove(id);
            note(id, name);
        }
    }

    /** Removes the name of a deleted row. */
    void remove(String id) {
        String folded = byId.remove(id);
        if (folded != null) {
            ids.computeIfPresent(folded, (_, having) -> {
                having.remove(id);
                return having.isEmpty() ? null : having;
            });
        }
    }

    private void note(String id, String name) {
        String folded = FoldedName.of(name);
        byId.put(id, folded);
        ids.computeIfAbsent(folded, _ -> new HashSet<>()).add(id);
    }
}
