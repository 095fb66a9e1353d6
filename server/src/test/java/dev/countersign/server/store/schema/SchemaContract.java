package dev.countersign.server.store.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.server.store.database.UnusableDatabaseException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.api.MigrationInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract of schema checks for every engine: the schemas that are accepted, and the treatment of all others. */
abstract class SchemaContract {
    private DataSource source;

    abstract DataSource emptyDatabase() throws SQLException;

    abstract Schema schema();

    @BeforeEach
    void makeADatabase() throws SQLException {
        source = emptyDatabase();
    }

    /** If this fails because a migration is new, the checksum that it asks for belongs into {@link Schema}. */
    @Test
    void knowsEveryMigrationAndItsChecksum() {
        Map<String, Integer> checksums = new HashMap<>();
        for (MigrationInfo migration :
                Migrations.flyway(source, schema()).info().all()) {
            checksums.put(String.valueOf(migration.getVersion()), migration.getChecksum());
        }

        assertThat(schema().checksums()).isEqualTo(checksums);
    }

    @Test
    void anEmptyDatabaseIsBroughtUpAndThenIsCurrent() throws SQLException {
        assertThat(isCurrent()).isFalse();

        bringUp();

        assertThat(isCurrent()).isTrue();
    }

    @Test
    void aSchemaThatLacksTheLastMigrationIsNotCurrent() throws SQLException {
        bringUp();
        execute("DELETE FROM flyway_schema_history"
                + " WHERE installed_rank = (SELECT max(installed_rank) FROM flyway_schema_history)");

        assertThat(isCurrent()).isFalse();
    }

    @Test
    void aSchemaThatLacksAnEarlierMigrationIsNotCurrent() throws SQLException {
        bringUp();
        execute("DELETE FROM flyway_schema_history WHERE version = '3'");

        assertThat(isCurrent()).isFalse();
    }

    @Test
    void aNewerSchemaIsRefused() throws SQLException {
        bringUp();
        execute("INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum,"
                + " installed_by, execution_time, success)"
                + " VALUES (99, '99', 'from the future', 'SQL', 'V99__from_the_future.sql', 1, '', 1, true)");

        assertThat(isCurrent()).isFalse();
        assertRefused("schema version 99, which is newer");
    }

    @Test
    void aSchemaOfAFailedMigrationIsRefused() throws SQLException {
        bringUp();
        execute("UPDATE flyway_schema_history SET success = false WHERE version = '9'");

        assertThat(isCurrent()).isFalse();
        assertRefused("failed migration to version 9");
    }

    @Test
    void aSchemaOfAnotherMigrationOfTheSameVersionIsRefused() throws SQLException {
        bringUp();
        execute("UPDATE flyway_schema_history SET checksum = 1 WHERE version = '9'");

        assertThat(isCurrent()).isFalse();
        assertRefused("checksum mismatch");
    }

    private boolean isCurrent() throws SQLException {
        return Migrations.isCurrent(source, schema());
    }

    private void bringUp() {
        Migrations.run(source, schema(), "of the test");
    }

    private void assertRefused(String because) {
        assertThatThrownBy(this::bringUp)
                .isInstanceOf(UnusableDatabaseException.class)
                .hasMessageContainingAll("of the test", because);
    }

    private void execute(String sql) throws SQLException {
        try (var connection = source.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
