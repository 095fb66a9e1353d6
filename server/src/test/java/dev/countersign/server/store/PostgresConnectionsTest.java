package dev.countersign.server.store;

import static dev.countersign.server.store.ledger.Redemptions.key;
import static dev.countersign.server.store.ledger.Redemptions.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.core.token.TokenLedger.Redemption;
import dev.countersign.server.store.column.VisibleOrganizations;
import dev.countersign.server.store.database.UnusableDatabaseException;
import dev.countersign.server.store.database.WriteProbe;
import dev.countersign.server.store.ledger.Redemptions;
import dev.countersign.server.store.postgres.PostgresEngine;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of a node's connections to PostgreSQL, and of their recovery after they are cut. */
class PostgresConnectionsTest {
    private static String ask(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Test
    void setsWhatItReliesOnWhateverTheDatabaseHasByDefault() throws Exception {
        try (PostgresCluster cluster = PostgresCluster.start(Map.of("default_transaction_isolation", "serializable"));
                OpenStore store = OpenStore.onPostgres(cluster.freshDatabase());
                Connection writer = store.engine.openWriter();
                Connection listener = store.engine.notifications().orElseThrow().open()) {
            for (Connection connection : List.of(writer, listener)) {
                assertThat(ask(connection, "SHOW transaction_isolation")).isEqualTo("read committed");
                assertThat(ask(connection, "SHOW idle_in_transaction_session_timeout"))
                        .isEqualTo("2s");
                assertThat(ask(connection, "SHOW lock_timeout")).isEqualTo("4s");
                assertThat(connection.getNetworkTimeout()).isEqualTo(8_000);
            }
            assertThat(store.readers.<String>read(connection -> ask(connection, "SHOW transaction_isolation")))
                    .isEqualTo("repeatable read");
        }
    }

    @Test
    void keepsWhatTheUrlSays() throws Exception {
        String url = PostgresCluster.freshUrl();
        try (Connection connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA tokens");
        }
        String own = url
                + "&options=-c%20search_path%3Dtokens%20-c%20lock_timeout%3D0&ApplicationName=tokens&socketTimeout=7";

        try (OpenStore store = OpenStore.onPostgres(own);
                Connection writer = store.engine.openWriter()) {
            assertThat(ask(writer, "SHOW search_path")).isEqualTo("tokens");
            assertThat(ask(writer, "SHOW application_name")).isEqualTo("tokens");
            assertThat(ask(writer, "SHOW lock_timeout")).as("what is relied on").isEqualTo("4s");
            assertThat(writer.getNetworkTimeout()).isEqualTo(7_000);
            assertThat(store.number("SELECT count(*) FROM pg_tables WHERE schemaname = 'tokens'"
                            + " AND tablename = 'trusted_token_issuers'"))
                    .isEqualTo(1);
            assertThat(store.ledger().redeem(key("a"), token("t", Redemptions.NOW)))
                    .isEqualTo(new Redemption.Recorded());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://tokens:a-secret@127.0.0.1:5432/tokens",
                "jdbc:postgresql://a-secret@127.0.0.1/tokens?sslmode=disable",
                "jdbc:postgresql://127.0.0.1:a-secret/tokens",
                "jdbc:postgresql://127.0.0.1:1/tokens?user=u&password=a-secret",
            })
    void neverRepeatsAUrl(String url) {
        assertThatThrownBy(() -> OpenStore.onPostgres(url))
                .isInstanceOf(UnusableDatabaseException.class)
                .hasMessageNotContaining("a-secret");
    }

    @Test
    void saysWhatTheServerSays() {
        String url = PostgresCluster.freshUrl().replaceFirst("/countersign_", "/no_such_");
        assertThatThrownBy(() -> OpenStore.onPostgres(url))
                .isInstanceOf(UnusableDatabaseException.class)
                .hasMessageContaining("does not exist");
    }

    @Test
    void saysWhatTheServerSaysOfATableThatMayNotBeMade() throws Exception {
        try (PostgresCluster cluster = PostgresCluster.start(Map.of())) {
            cluster.execute("CREATE ROLE guest LOGIN");
            String url = cluster.freshDatabase().replace("user=postgres", "user=guest");
            assertThatThrownBy(() -> OpenStore.onPostgres(url))
                    .isInstanceOf(UnusableDatabaseException.class)
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void refusesADatabaseThatCannotStoreEveryCharacter() throws Exception {
        String url = PostgresCluster.freshUrl();
        try (Connection connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE latin1_of_" + url.replaceAll(".*/|\\?.*", "")
                    + " ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
        }
        assertThatThrownBy(() -> OpenStore.onPostgres(url.replace("/countersign_", "/latin1_of_countersign_")))
                .isInstanceOf(UnusableDatabaseException.class)
                .hasMessageContainingAll("LATIN1", "ENCODING 'UTF8'");
    }

    @Test
    void anExchangeAfterAConnectionWasCutInItsSleepIsMade() throws Exception {
        try (PostgresCluster cluster = PostgresCluster.start(Map.of());
                TcpRelay balancer = TcpRelay.to(cluster.port());
                OpenStore store = OpenStore.onPostgres(balancer.through(cluster.freshDatabase(), cluster.port()))) {
            use(store, "before");

            balancer.cut();
            Thread.sleep(1_100); // the silence in which a load balancer cuts
            use(store, "after the cut");

            balancer.forget();
            Thread.sleep(1_100);
            use(store, "after it was forgotten");
            assertThat(store.writer.isHealthy()).isTrue();
        }
    }

    /** Redeems, reads, and writes. */
    private static void use(OpenStore store, String name) {
        for (int i = 0; i < 4; i++) {
            assertThat(store.ledger().redeem(key(name + i), token(name + i, Redemptions.NOW)))
                    .as(name)
                    .isEqualTo(new Redemption.Recorded());
        }
        assertThat(store.count("issued_tokens")).isPositive();
        assertThat(store.writer.<Integer>call(WriteProbe::write)).isEqualTo(1);
    }

    @Test
    void workIsDoneOnAnotherConnectionWhenItsOwnIsCutBeforeTheCommit() throws Exception {
        try (PostgresCluster cluster = PostgresCluster.start(Map.of());
                TcpRelay balancer = TcpRelay.to(cluster.port());
                OpenStore store = OpenStore.onPostgres(balancer.through(cluster.freshDatabase(), cluster.port()))) {
            assertThat(store.writer.<Integer>call(WriteProbe::write)).isEqualTo(1);
            balancer.cut();
            assertThat(store.writer.<Integer>call(WriteProbe::write)).isEqualTo(1);
            assertThat(store.number("SELECT writes FROM write_probe")).isEqualTo(2);
        }
    }

    @Test
    void aNodeThatFallsSilentInItsTurnHoldsUpNoOther() throws Exception {
        String url = PostgresCluster.freshUrl();
        try (OpenStore healthy = OpenStore.onPostgres(url);
                OpenStore other = OpenStore.onPostgres(url);
                Connection silent = other.engine.openWriter();
                var statement = silent.createStatement()) {
            statement.execute(other.engine.begin(VisibleOrganizations.ALL));
            statement.execute("SELECT pg_advisory_xact_lock(" + PostgresEngine.Locks.LEDGER + ")");

            assertThat(healthy.ledger().redeem(key("a"), token("t", Redemptions.NOW)))
                    .isEqualTo(new Redemption.Recorded());
            assertThat(healthy.writer.<Integer>call(WriteProbe::write)).isEqualTo(1);
            assertThat(healthy.writer.isHealthy()).isTrue();
        }
    }

    @Test
    void waitingTooLongForATurnIsNotTakenForADatabaseThatTakesNoWrites() throws Exception {
        String url = PostgresCluster.freshUrl();
        try (OpenStore healthy = OpenStore.onPostgres(url);
                Connection stuck = DriverManager.getConnection(url);
                var statement = stuck.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(" + PostgresEngine.Locks.TURN + ")");
            assertThatThrownBy(() -> healthy.writer.call(WriteProbe::write)).isInstanceOf(RuntimeException.class);
            assertThat(healthy.writer.isHealthy()).isTrue();

            statement.execute("SELECT pg_advisory_unlock(" + PostgresEngine.Locks.TURN + ")");
            assertThat(healthy.writer.<Integer>call(WriteProbe::write)).isEqualTo(1);
        }
    }
}
