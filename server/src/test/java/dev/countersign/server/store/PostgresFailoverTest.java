package dev.countersign.server.store;

import static dev.countersign.server.store.ledger.Redemptions.key;
import static dev.countersign.server.store.ledger.Redemptions.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.fixtures.SampleServer;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.core.token.TokenLedger.Redemption;
import dev.countersign.server.registry.trust.TrustChange;
import dev.countersign.server.registry.trust.TrustConfiguration;
import dev.countersign.server.store.cluster.SharedFailures;
import dev.countersign.server.store.cluster.TrustChangeListener;
import dev.countersign.server.store.ledger.Redemptions;
import dev.countersign.server.store.trust.SqlTrustStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Tests of a standby that replaces a primary which keeps running: all connections of a node move, not only those that
 * write.
 */
class PostgresFailoverTest {
    /** As {@code database.freshness_seconds} is by default. */
    private static final Duration FRESHNESS = Duration.ofSeconds(10);

    private static final AdminEvent EVENT = new AdminEvent(
            Instant.EPOCH,
            new CorrelationId("c"),
            "admin",
            "trusted_token_issuer.created",
            "issuer-1",
            SampleIssuer.NAME,
            Optional.empty(),
            Optional.empty());

    @Test
    void readersAndListenersMoveWhenTheOldPrimaryLivesOnReadOnly() throws Exception {
        try (PostgresCluster primary = PostgresCluster.start(Map.of())) {
            String database = primary.freshDatabase();
            try (PostgresCluster standby = primary.startStandby()) {
                String url = database.replace(
                        ":" + primary.port(), ":%d,127.0.0.1:%d".formatted(primary.port(), standby.port()));
                try (OpenStore one = OpenStore.onPostgres(url);
                        Node node = new Node(one)) {
                    assertThat(one.count("trusted_token_issuers")).isZero();

                    primary.execute("ALTER SYSTEM SET default_transaction_read_only = on");
                    primary.execute("SELECT pg_reload_conf()");
                    promote(standby);

                    changeElsewhereAndSee(url, node);
                    assertThat(one.ledger().redeem(key("a"), token("t", Redemptions.NOW)))
                            .isEqualTo(new Redemption.Recorded());
                    assertThat(one.count("issued_tokens"))
                            .as("what was written is read")
                            .isEqualTo(1);
                    assertThat(one.writer.isHealthy()).isTrue();
                }
            }
        }
    }

    @Test
    void aNodeThatWritesNothingFindsThatNewConnectionsLeadElsewhere() throws Exception {
        try (PostgresCluster primary = PostgresCluster.start(Map.of());
                TcpRelay address = TcpRelay.to(primary.port())) {
            String url = address.through(primary.freshDatabase(), primary.port());
            try (PostgresCluster standby = primary.startStandby();
                    OpenStore one = OpenStore.onPostgres(url);
                    Node node = new Node(one)) {
                assertThat(one.count("trusted_token_issuers")).isZero();

                promote(standby);
                address.lead(standby.port());

                changeElsewhereAndSee(url, node);
                assertThat(one.count("trusted_token_issuers")).isEqualTo(1);
            }
        }
    }

    /** Its settings are those of the primary, which waited for a standby. */
    private static void promote(PostgresCluster standby) throws Exception {
        standby.append("postgresql.auto.conf", "synchronous_standby_names = ''\n");
        standby.promote();
    }

    private static void changeElsewhereAndSee(String url, Node node) throws InterruptedException {
        long changed;
        try (OpenStore other = OpenStore.onPostgres(url)) {
            new SqlTrustStore(other.organization())
                    .commit(List.of(
                            new TrustChange.IssuerAdded(SampleIssuer.partner().build(), EVENT)));
            changed = System.nanoTime();
        }
        OpenStore.await(() -> !node.configuration.issuers().isEmpty()
                || !node.listener.freshness().getAsBoolean());
        OpenStore.await(() -> !node.configuration.issuers().isEmpty());
        assertThat(Duration.ofNanos(System.nanoTime() - changed)).isLessThan(FRESHNESS);
    }

    /** Trust configuration of one node and its listener for changes. */
    private static final class Node implements AutoCloseable {
        private final TrustConfiguration configuration;
        private final TrustChangeListener listener;

        Node(OpenStore store) {
            configuration = new TrustConfiguration(new SqlTrustStore(store.organization()), SampleServer.RULES);
            listener = TrustChangeListener.start(
                    store.engine.notifications().orElseThrow(),
                    configuration::refresh,
                    new SharedFailures(() -> Instant.EPOCH),
                    FRESHNESS);
        }

        @Override
        public void close() {
            listener.close();
        }
    }
}
