package dev.countersign.server.store.trust;

import dev.countersign.base.text.FoldedName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Names in a table as they are compared, whatever the letter case and the encoding of their characters. They are read once in a
 * transaction that changes some, and no other changes any meanwhile. Two names of a table may be alike from a time when that was
 * allowed; they stay, and no third comes beside them.
 */
final class TakenNames {
    private final Connection connection;
    private final String table;
    private final Map<String, String> byId = new HashMap<>();
    private final Map<String, Set<String>> ids = new HashMap<>();
    private boolean read;

    TakenNames(Connection connection, String table) {
        this.connection = connection;
        this.table = table;
    }

    /** Whether another than this id has the name. */
    boolean isTaken(String name, String id) throws SQLException {
        read();
        Set<String> having = ids.getOrDefault(FoldedName.of(name), Set.of());
        return having.size() > 1 || (having.size() == 1 && !having.contains(id));
    }

    private void read() throws SQLException {
        if (read) {
            return;
        }
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT id, name FROM " + table)) {
            while (rows.next()) {
                note(rows.getString(1), rows.getString(2));
            }
        }
        read = true;
    }

    /** Takes note of a name that was written. */
    void put(String id, String name) {
        if (read) {
            remove(id);
            note(id, name);
        }
    }

    /** Takes note that a row was deleted. */
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
