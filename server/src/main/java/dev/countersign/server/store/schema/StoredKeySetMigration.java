package dev.countersign.server.store.schema;

import dev.countersign.core.jose.jwk.StoredKeySet;
import dev.countersign.core.jose.key.KeySet;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;

/**
 * The migration of {@code issuer_jwks} and {@code application_jwks}: earlier versions stored the fetched bytes,
 * including private members of a set. Each set is replaced by its parsed form; a set that cannot be read is deleted.
 */
final class StoredKeySetMigration implements JavaMigration {
    /** Constant, like the checksum of a released migration file. */
    static final int CHECKSUM = 14_000_001;

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion("14");
    }

    @Override
    public String getDescription() {
        return "issuer jwks and application jwks";
    }

    @Override
    public Integer getChecksum() {
        return CHECKSUM;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }

    @Override
    public void migrate(Context context) throws SQLException {
        Connection connection = context.getConnection();
        if (connection.getMetaData().getDatabaseProductName().equals("SQLite")) {
            try (var statement = connection.createStatement()) {
                // overwrites replaced data, so that it does not remain in a free page
                statement.execute("PRAGMA secure_delete = ON");
            }
        }
        rewrite(connection, "issuer_jwks", "issuer_id");
        rewrite(connection, "application_jwks", "application_id");
    }

    private static void rewrite(Connection connection, String table, String id) throws SQLException {
        try (var update = connection.prepareStatement("UPDATE " + table + " SET json = ? WHERE " + id + " = ?");
                var delete = connection.prepareStatement("DELETE FROM " + table + " WHERE " + id + " = ?")) {
            for (var row : rows(connection, table, id).entrySet()) {
                Optional<KeySet> read = StoredKeySet.read(row.getValue());
                if (read.isPresent()) {
                    update.setBytes(1, StoredKeySet.write(read.get()));
                    update.setString(2, row.getKey());
                    update.executeUpdate();
                } else {
                    delete.setString(1, row.getKey());
                    delete.executeUpdate();
                }
            }
        }
    }

    private static Map<String, byte[]> rows(Connection connection, String table, String id) throws SQLException {
        Map<String, byte[]> found = new HashMap<>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT " + id + ", json FROM " + table)) {
            while (rows.next()) {
                found.put(rows.getString(1), rows.getBytes(2));
            }
        }
        return found;
    }
}
