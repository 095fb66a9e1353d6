package dev.countersign.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.fixtures.SampleServer;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.server.registry.trust.TrustChange;
import dev.countersign.server.registry.trust.TrustConfiguration;
import dev.countersign.server.store.cluster.SharedFailures;
import dev.countersign.server.store.cluster.TrustChangeListener;
import dev.countersign.server.store.database.UnusableDatabaseException;
import dev.countersign.server.store.keys.JwksRows;
import dev.countersign.server.store.trust.SqlTrustStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Tests of several nodes on one PostgreSQL: changes made by others, and a newer release. */
class PostgresDatabaseTest {
    private static final AdminEvent EVENT = new AdminEvent(
            Instant.EPOCH,
            new CorrelationId("c"),
            "admin",
            "trusted_token_issuer.changed",
            "issuer-1",
            SampleIssuer.NAME,
            Optional.empty(),
            Optional.empty());

    private static TrustConfiguration configuration(OpenStore store) {
        return new TrustConfiguration(new SqlTrustStore(store.organization()), SampleServer.RULES);
    }

    private static void add(OpenStore store) {
        new SqlTrustStore(store.organization())
                .commit(new TrustChange.IssuerAdded(SampleIssuer.partner().build(), EVENT));
    }

    @Test
    void manyNodesThatStartAtOnceBringTheSchemaUpOnce() throws Exception {
        String url = PostgresCluster.freshUrl();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> nodes = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                nodes.add(threads.submit((Callable<Long>) () -> {
                    try (OpenStore store = OpenStore.onPostgres(url)) {
                        return store.count("flyway_schema_history");
                    }
                }));
            }
            for (Future<Long> node : nodes) {
                assertThat(node.get()).isEqualTo(nodes.getFirst().get());
            }
        }
    }

    @Test
    void refusesASchemaThatIsNewerThanItself() {
        String url = PostgresCluster.freshUrl();
        try (OpenStore store = OpenStore.onPostgres(url)) {
            store.writer.call(connection -> {
                try (var statement = connection.createStatement()) {
                    return statement.executeUpdate("""
                            INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,
                                checksum, installed_by, execution_time, success)
                            VALUES (99, '99', 'from the future', 'SQL', 'V99__from_the_future.sql', 1, '', 1, true)""");
                }
            });
        }
        assertThatThrownBy(() -> OpenStore.onPostgres(url))
                .isInstanceOf(UnusableDatabaseException.class)
                .hasMessageContaining("schema version 99, which is newer");
    }

    @Test
    void aNodeHearsOfAChangeAndFindsOneThatNobodyTold() throws Exception {
        String url = PostgresCluster.freshUrl();
        try (OpenStore one = OpenStore.onPostgres(url);
                OpenStore other = OpenStore.onPostgres(url)) {
            TrustConfiguration configuration = configuration(other);
            try (var _ = TrustChangeListener.start(
                    other.engine.notifications().orElseThrow(),
                    configuration::refresh,
                    new SharedFailures(() -> Instant.EPOCH),
                    Duration.ofSeconds(10))) {
                add(one);
                OpenStore.await(() -> configuration.issuers().size() == 1);

                one.writer.call(connection -> {
                    try (var statement = connection.createStatement()) {
                        statement.executeUpdate("DELETE FROM trusted_token_issuers");
                        return statement.executeUpdate("UPDATE trust_version SET version = version + 1");
                    }
                });
                OpenStore.await(() -> configuration.issuers().isEmpty());
            }
        }
    }

    @Test
    void whatIsKnownGrowsStaleWhileTheDatabaseIsAwayAndIsFreshAgainAfterwards() throws Exception {
        try (PostgresCluster cluster = PostgresCluster.start(Map.of());
                OpenStore store = OpenStore.onPostgres(cluster.freshDatabase())) {
            TrustConfiguration configuration = configuration(store);
            try (TrustChangeListener listener = TrustChangeListener.start(
                    store.engine.notifications().orElseThrow(),
                    configuration::refresh,
                    new SharedFailures(() -> Instant.EPOCH),
                    Duration.ofSeconds(4))) {
                BooleanSupplier fresh = listener.freshness();
                assertThat(fresh.getAsBoolean()).isTrue();
                cluster.stop("immediate");
                OpenStore.await(() -> !fresh.getAsBoolean());
                cluster.start();
                OpenStore.await(fresh);
            }
        }
    }

    @Test
    void aServerThatAnswersBeforeItHasWrittenIsToldToWriteFirst() throws Exception {
        try (PostgresCluster asynchronous = PostgresCluster.start(Map.of("synchronous_commit", "off"));
                OpenStore store = OpenStore.onPostgres(asynchronous.freshDatabase());
                var connection = store.engine.openWriter();
                var rows = connection.createStatement().executeQuery("SHOW synchronous_commit")) {
            rows.next();
            assertThat(rows.getString(1)).isEqualTo("on");
        }
    }

    @Test
    void aNodeHearsOfFailuresAtAnotherAndOfNothingElse() {
        var one = new SharedFailures(() -> Instant.EPOCH);
        var other = new SharedFailures(() -> Instant.EPOCH);
        var here = one.make("clients", 3, Duration.ofMinutes(1));
        var there = other.make("clients", 3, Duration.ofMinutes(1));
        var elsewhere = other.make("names", 3, Duration.ofMinutes(1));
        for (int i = 0; i < 3; i++) {
            here.failed("orders", "192.0.2.1", Instant.EPOCH);
        }
        other.receive(one.unsent().orElseThrow());
        assertThat(there.remainingDelay("orders", "192.0.2.1", Instant.EPOCH)).isPresent();
        assertThat(there.remainingDelay("orders", "192.0.2.2", Instant.EPOCH)).isEmpty();
        assertThat(elsewhere.remainingDelay("orders", "192.0.2.1", Instant.EPOCH))
                .isEmpty();
        assertThat(one.unsent()).isEmpty();
        assertThat(other.unsent()).as("what was heard is not told on").isEmpty();

        here.succeeded("orders", "192.0.2.1");
        other.receive(one.unsent().orElseThrow());
        assertThat(there.remainingDelay("orders", "192.0.2.1", Instant.EPOCH)).isEmpty();
        other.receive("?what:ever -unknown:00 nonsense");
    }

    @Test
    void aFloodOfFailuresFitsIntoOneNotification() {
        var failures = new SharedFailures(() -> Instant.EPOCH);
        var throttle = failures.make("addresses", 3, Duration.ofMinutes(1));
        for (int i = 0; i < 10_000; i++) {
            throttle.failed("client " + i, "192.0.2.1", Instant.EPOCH);
        }
        assertThat(failures.unsent().orElseThrow()).hasSizeBetween(7_000, 8_000);
        assertThat(failures.unsent()).isEmpty();
    }

    @Test
    void oneNodeAtATimeAsksAnIssuer() {
        String url = PostgresCluster.freshUrl();
        Instant now = Instant.parse("2030-01-01T00:00:00Z");
        try (OpenStore store = OpenStore.onPostgres(url)) {
            var one = new JwksRows(store.organization(), JwksRows.Owner.ISSUER);
            var other = new JwksRows(store.organization(), JwksRows.Owner.ISSUER);
            var issuer = SampleIssuer.partner().build().keyOwner().id();
            assertThat(one.claim(issuer, now)).isTrue();
            assertThat(other.claim(issuer, now.plusSeconds(5))).isFalse();
            assertThat(one.claim(issuer, now.plusSeconds(1)))
                    .as("its own claim")
                    .isTrue();
            assertThat(other.claim(issuer, now.plusSeconds(6)))
                    .as("not yet over")
                    .isFalse();
            assertThat(other.claim(issuer, now.plusSeconds(6).plusMillis(1)))
                    .as("whoever had it may be dead")
                    .isTrue();
        }
    }
}
