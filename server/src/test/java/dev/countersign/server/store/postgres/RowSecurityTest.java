package dev.countersign.server.store.postgres;

import static dev.countersign.server.store.ledger.Redemptions.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.server.store.OpenStore;
import dev.countersign.server.store.PostgresCluster;
import dev.countersign.server.store.RowsOfEveryKind;
import dev.countersign.server.store.column.OrganizationKey;
import dev.countersign.server.store.column.Statements;
import dev.countersign.server.store.database.Retention;
import dev.countersign.server.store.database.StoreSettings;
import dev.countersign.server.store.organization.SampleOrganizations;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests of row-level security, with a role that is no superuser: statements whose condition is forgotten. */
class RowSecurityTest {
    private static final String URL = PostgresCluster.freshUrlOfOwner();

    private static OpenStore store;
    private static OrganizationKey acme;
    private static OrganizationKey globex;
    private static RowsOfEveryKind rows;
    private static Set<String> tables;

    @BeforeAll
    static void fillAnOrganization() {
        store = OpenStore.onPostgres(URL);
        assertThat(store.readers.read(RowSecurity::missing))
                .as("nothing is separated while there is one organization")
                .hasSizeGreaterThan(20);
        acme = SampleOrganizations.add(store.organizations(), "acme");
        globex = SampleOrganizations.add(store.organizations(), "globex");
        maintain();
        rows = new RowsOfEveryKind(acme);
        store.writer.call(rows::insert);
        tables = Set.copyOf(store.readers.read(connection -> Statements.list(
                connection,
                "SELECT DISTINCT table_name FROM information_schema.columns WHERE column_name = 'organization'",
                row -> row.getString(1))));
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @Test
    void theSeparationIsComplete() {
        assertThat(store.readers.read(RowSecurity::missing)).isEmpty();
        List<String> unique = store.readers.read(connection -> Statements.list(
                connection,
                "SELECT conname FROM pg_constraint WHERE contype = 'u' AND conname NOT LIKE 'pg%'",
                row -> row.getString(1)));
        assertThat(unique)
                .containsExactlyInAnyOrder(
                        "organizations_id_key",
                        "organizations_slug_key",
                        "console_sessions_token_hash_key",
                        "blocked_subjects_issuer_id_subject_hash_source_key",
                        "visiting_sessions_token_hash_key",
                        "personal_access_tokens_hash_key",
                        "visiting_sessions_session_id_organization_key");
        assertThat(store.readers.read(RowSecurity::isBypassed)).isFalse();
    }

    @Test
    void everyKindOfRowIsThere() {
        assertThat(tables).hasSizeGreaterThan(20).containsAll(rows.counts().keySet());
        rows.counts()
                .forEach((table, count) -> assertThat(store.count(table + " WHERE organization = " + acme.number()))
                        .as(table)
                        .isEqualTo(count));
    }

    /** Also in partitions that are read themselves. */
    @Test
    void aStatementWithoutItsConditionFindsNoRowOfAnotherOrganization() {
        for (String table : tables) {
            assertThat(foundBy(globex, "SELECT count(*) FROM " + table))
                    .as(table)
                    .isZero();
            assertThat(changedBy(globex, "UPDATE %s SET organization = organization".formatted(table)))
                    .as(table)
                    .isZero();
            assertThat(changedBy(globex, "DELETE FROM " + table)).as(table).isZero();
        }
        everyKindOfRowIsThere();
    }

    @Test
    void itFindsThoseOfItsOwn() {
        rows.counts()
                .forEach((table, count) -> assertThat(foundBy(acme, "SELECT count(*) FROM " + table))
                        .as(table)
                        .isEqualTo(count));
    }

    @Test
    void aTransactionThatNamesNoOrganizationFindsNothing() throws SQLException {
        try (Connection connection = DriverManager.getConnection(URL)) {
            for (String table : tables) {
                assertThat(Statements.number(connection, "SELECT count(*) FROM " + table))
                        .as(table)
                        .isZero();
            }
            Statements.exists(connection, "SELECT set_config('countersign.organizations', '', false)");
            assertThat(Statements.number(connection, "SELECT count(*) FROM applications"))
                    .isZero();
        }
    }

    @Test
    void noRowIsWrittenOrMovedIntoAnotherOrganization() {
        String insertion = "INSERT INTO trust_owners (id, owner, organization) VALUES ('x', 'y', %s)";
        assertThatThrownBy(() -> changedBy(globex, insertion.formatted(acme.number())))
                .hasStackTraceContaining("row-level security");
        assertThat(changedBy(globex, insertion.formatted(globex.number()))).isOne();
        assertThatThrownBy(
                        () -> changedBy(globex, "UPDATE trust_owners SET organization = %s".formatted(acme.number())))
                .hasStackTraceContaining("row-level security");
        store.writer.call(connection -> Statements.update(connection, "DELETE FROM trust_owners WHERE id = 'x'"));
    }

    @Test
    void aPartitionOfANodeOfTheVersionBeforeIsProtectedByTheNext() {
        store.writer.call(connection -> Statements.update(
                connection, "CREATE TABLE audit_events_1 PARTITION OF audit_events FOR VALUES FROM (1) TO (2)"));
        assertThat(store.readers.read(RowSecurity::missing)).isNotEmpty();

        maintain();

        assertThat(store.readers.read(RowSecurity::missing)).isEmpty();
    }

    @Test
    void newPartitionsHaveTheIndexesOfOrganizations() {
        assertThat(store.number("""
                SELECT count(*) FROM pg_indexes WHERE tablename LIKE 'audit\\_events\\_4%' AND indexdef LIKE '%organization%'""")).isPositive();
    }

    @Test
    void migrationsSeeTheRowsOfAllOrganizations() throws SQLException {
        var connections = new PostgresConnections(
                new StoreSettings(Optional.of(URL), Optional.empty(), Optional.empty(), 2, Path.of("unused")));
        try (Connection connection = connections.withoutTimeout().getConnection()) {
            assertThat(Statements.number(connection, "SELECT count(*) FROM applications"))
                    .isPositive();
        }
    }

    @Test
    void aTableThatAMigrationAddsIsProtectedWithTheNextStart() {
        store.writer.call(connection ->
                Statements.update(connection, "CREATE TABLE added_later (organization BIGINT NOT NULL DEFAULT 1)"));
        assertThat(store.readers.read(RowSecurity::missing)).isNotEmpty();

        OpenStore.onPostgres(URL).close();

        assertThat(store.readers.read(RowSecurity::missing)).isEmpty();
        store.writer.call(connection -> Statements.update(connection, "DROP TABLE added_later"));
    }

    private static void maintain() {
        store.writer.call(
                store.engine.maintainPartitions(NOW, Retention.DEFAULT).orElseThrow());
    }

    private static long foundBy(OrganizationKey key, String sql) {
        return store.organization(key).read(connection -> Statements.number(connection.connection(), sql));
    }

    /** The statement is rolled back when it changes anything of another. */
    private static int changedBy(OrganizationKey key, String sql) {
        return store.organization(key).write(connection -> Statements.update(connection.connection(), sql));
    }
}
