package dev.countersign.server.store.schema;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Schema history of a database: the table, named by us, in which Flyway records the migrations that it has run. Reading it
 * here keeps Flyway out of the start of a server whose schema is current, without which the first token would come later
 * than the 0.84 s of {@code bench/results/start.txt} by 0.3 to 0.4 s of processor time.
 */
public final class SchemaHistory {
    static final String TABLE = "flyway_schema_history";

    private SchemaHistory() {}

    /** Whether exactly these migrations, and no others, were applied completely. */
    static boolean holds(Connection connection, Map<String, Integer> checksums) throws SQLException {
        Map<String, Optional<Integer>> found = read(connection);
        return found.size() == checksums.size()
                && checksums.entrySet().stream()
                        .allMatch(known -> Optional.of(known.getValue()).equals(found.get(known.getKey())));
    }

    /**
     * The applied migrations: the checksum of each by its version, empty for one that failed. A row without a version is
     * under the version "".
     *
     * @return empty without a history
     */
    public static Map<String, Optional<Integer>> read(Connection connection) throws SQLException {
        var found = new HashMap<String, Optional<Integer>>();
        if (!exists(connection)) {
            return found;
        }
        try (var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT version, checksum, success FROM " + TABLE)) {
            while (rows.next()) {
                String version = rows.getString(1);
                int checksum = rows.getInt(2);
                found.put(
                        version == null ? "" : version, rows.getBoolean(3) ? Optional.of(checksum) : Optional.empty());
            }
        }
        return found;
    }

    /** Looks in the same schema as Flyway: the one in which this connection creates tables. */
    private static boolean exists(Connection connection) throws SQLException {
        DatabaseMetaData database = connection.getMetaData();
        String schema = connection.getSchema();
        String escape = database.getSearchStringEscape();
        try (ResultSet tables = database.getTables(
                null, schema == null ? null : literally(schema, escape), literally(TABLE, escape), null)) {
            return tables.next();
        }
    }

    /** Escapes the name as a pattern that matches only itself. */
    private static String literally(String name, String escape) {
        return name.replace(escape, escape + escape).replace("_", escape + "_").replace("%", escape + "%");
    }
}
