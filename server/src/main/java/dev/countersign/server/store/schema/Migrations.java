package dev.countersign.server.store.schema;

import dev.countersign.server.store.database.UnusableDatabaseException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/** Migrations of the schema to what this version of the server knows. */
public final class Migrations {
    private Migrations() {}

    /**
     * Brings the schema up to this version. Flyway is asked only where {@link SchemaHistory} does not show that nothing is
     * to be done.
     *
     * @throws UnusableDatabaseException when the schema is newer than this version, or cannot be brought up to it
     */
    public static void run(DataSource source, Schema schema, String name) {
        try {
            if (!isCurrent(source, schema)) {
                migrate(source, schema, name);
            }
        } catch (FlywayException | SQLException fault) {
            throw new UnusableDatabaseException(
                    "The schema of the database %s cannot be brought up to this version: %s"
                            .formatted(name, fault.getMessage()),
                    fault);
        }
    }

    static boolean isCurrent(DataSource source, Schema schema) throws SQLException {
        try (Connection connection = source.getConnection()) {
            return SchemaHistory.holds(connection, schema.checksums());
        }
    }

    private static void migrate(DataSource source, Schema schema, String name) {
        Flyway flyway = flyway(source, schema);
        refuseNewer(flyway.info().all(), name);
        flyway.migrate();
    }

    static Flyway flyway(DataSource source, Schema schema) {
        return Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(source)
                .locations(schema.locations().toArray(String[]::new))
                .table(SchemaHistory.TABLE)
                .failOnMissingLocations(true)
                .placeholders(schema.placeholders())
                .javaMigrations(new StoredKeySetMigration())
                .loggers("slf4j")
                .load();
    }

    private static void refuseNewer(MigrationInfo[] migrations, String name) {
        Arrays.stream(migrations)
                .filter(migration -> migration.getState() == MigrationState.FUTURE_SUCCESS
                        || migration.getState() == MigrationState.FUTURE_FAILED)
                .findFirst()
                .ifPresent(newer -> {
                    throw new UnusableDatabaseException(
                            "The database %s has schema version %s, which is newer than this version of the server knows. Start the version that made it, or a later one."
                                    .formatted(name, newer.getVersion()));
                });
    }
}
