package dev.countersign.server.store;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/** The schema, brought up to what this version of the server knows. */
final class Migrations {
    private Migrations() {}

    /**
     * Brings it up.
     *
     * @param further places of migrations that only this engine has
     * @throws UnusableDatabaseException when the schema is newer than this version, or cannot be brought up to it
     */
    static void run(DataSource source, List<String> further, Map<String, String> placeholders, String name) {
        Flyway flyway = Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(source)
                .locations(locations(further))
                .failOnMissingLocations(true)
                .placeholders(placeholders)
                .loggers("slf4j")
                .load();
        try {
            refuseNewer(flyway.info().all(), name);
            flyway.migrate();
        } catch (FlywayException fault) {
            throw new UnusableDatabaseException(
                    "The schema of the database %s cannot be brought up to this version: %s"
                            .formatted(name, fault.getMessage()),
                    fault);
        }
    }

    private static String[] locations(List<String> further) {
        return Stream.concat(Stream.of("classpath:db/migration"), further.stream())
                .toArray(String[]::new);
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
