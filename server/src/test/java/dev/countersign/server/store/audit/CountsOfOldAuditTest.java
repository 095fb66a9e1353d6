package dev.countersign.server.store.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.audit.TokenEvent;
import dev.countersign.server.insight.AuditQuery.Stretch;
import dev.countersign.server.insight.ExchangeCounts.Bucket;
import dev.countersign.server.insight.ExchangeCounts.Span;
import dev.countersign.server.store.OpenStore;
import dev.countersign.server.store.Purge;
import dev.countersign.server.store.database.Retention;
import dev.countersign.server.store.schema.Migrations;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** Test of the migration that counts the existing audit events. */
class CountsOfOldAuditTest {
    private static final Instant NOW = Instant.parse("2026-11-24T13:37:41.500Z");

    @TempDir
    Path folder;

    @Test
    void countsWhatHappenedBeforeThereWereCounts() throws SQLException {
        var source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + folder.resolve("countersign.db"));
        migrateUpTo("4", source);
        List<TokenEvent> events = events();
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            registerIssuersAndApplications(connection);
            for (TokenEvent event : events) {
                insertAsBefore(connection, event);
            }
            connection.commit();
        }

        try (var store = new OpenStore(folder)) {
            var counts = new CountedExchanges(store.organization(), () -> NOW);
            var audit = new CountedByHand(store, NOW);
            for (int purges = 0; purges < 2; purges++) {
                for (Bucket bucket : counts.over(Span.DAY)) {
                    assertThat(bucket).isEqualTo(audit.bucket(bucket));
                }
                counts.ofIssuers(GeneratedEvents.ISSUERS)
                        .forEach((id, activity) -> assertThat(activity)
                                .isEqualTo(audit.activity("issuer", SampleEvents.nameOf(id.value()))));
                counts.ofApplications(GeneratedEvents.APPLICATIONS)
                        .forEach((id, activity) -> assertThat(activity)
                                .isEqualTo(audit.activity("application", SampleEvents.nameOf(id.value()))));
                GeneratedEvents.ISSUERS.forEach(issuer -> counts.exchangesOf(issuer, 30, 100)
                        .forEach((application, number) ->
                                assertThat(number).isPositive().isEqualTo(audit.exchanges(issuer, application))));
                assertThat(counts.exchangesOf(GeneratedEvents.APPLICATIONS.getFirst(), 30, 100))
                        .hasSize(2);
                new Purge(store.writer, () -> NOW, new Retention(Duration.ofDays(7), Duration.ofDays(4_000)))
                        .run(() -> true);
            }
            var question = Question.all(Stretch.backFrom(999), 999);
            assertThat(new AuditFinder(store.organization())
                            .search(question, OpenStore.DEADLINE)
                            .found())
                    .hasSameSizeAs(events);
        }
    }

    private static void migrateUpTo(String version, SQLiteDataSource source) {
        Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:db/migration")
                .placeholders(Map.of("sequence", "INTEGER PRIMARY KEY AUTOINCREMENT", "clustered", "WITHOUT ROWID"))
                .target(version)
                .load()
                .migrate();
    }

    private static List<TokenEvent> events() {
        var generated = new GeneratedEvents(new Random(7));
        return IntStream.range(0, 40)
                .boxed()
                .flatMap(_ -> generated.before(NOW).stream())
                .toList();
    }

    private static void registerIssuersAndApplications(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (var id : GeneratedEvents.ISSUERS) {
                statement.executeUpdate("INSERT INTO trusted_token_issuers VALUES ('%1$s', '%2$s', '%1$s', '', 0, 0, 1)"
                        .formatted(id.value(), SampleEvents.nameOf(id.value())));
            }
            for (var id : GeneratedEvents.APPLICATIONS) {
                statement.executeUpdate("INSERT INTO applications VALUES ('%1$s', '%2$s', '%3$s', '', 0, 0, 1)"
                        .formatted(id.value(), SampleEvents.nameOf(id.value()), "client of " + id.value()));
            }
        }
    }

    private static void insertAsBefore(Connection connection, TokenEvent event) throws SQLException {
        try (var statement = connection.prepareStatement("""
            INSERT INTO audit_events (at, kind, correlation_id, outcome, stage, code, issuer, application, client_id,
                detail) VALUES (?, 'token', 'c', ?, 'minted', ?, ?, ?, ?, '{}')\
            """)) {
            statement.setLong(1, event.at().toEpochMilli());
            statement.setString(2, TokenEventJson.word(event.outcome()));
            statement.setString(3, event.code().map(code -> code.value()).orElse(null));
            statement.setString(4, event.issuer().orElse(null));
            statement.setString(5, event.application().orElse(null));
            statement.setString(
                    6,
                    event.applicationId().map(id -> "client of " + id.value()).orElse("stranger"));
            statement.executeUpdate();
        }
    }
}
