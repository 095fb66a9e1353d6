package dev.countersign.server.store;

import static dev.countersign.server.store.ledger.Redemptions.key;
import static dev.countersign.server.store.ledger.Redemptions.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.core.token.TokenLedger.Redemption;
import dev.countersign.server.store.cluster.TrustChangeListener;
import dev.countersign.server.store.database.UnusableDatabaseException;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/**
 * Tests of a connection pooler before the database: one that keeps sessions is supported, any other is refused at the
 * start.
 */
class PgBouncerTest {
    private static PostgresCluster cluster;

    @BeforeAll
    static void start() {
        cluster = PostgresCluster.start(Map.of());
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "pool_mode = session"})
    void worksWhereSessionsAreKept(String settings) throws SQLException {
        try (PgBouncer bouncer = PgBouncer.before(cluster.port(), settings);
                OpenStore store = OpenStore.onPostgres(bouncer.through(cluster.freshDatabase(), cluster.port()));
                var listener = store.engine.notifications().orElseThrow().open();
                var statement = listener.createStatement()) {
            assertThat(store.ledger().redeem(key("a"), token())).isEqualTo(new Redemption.Recorded());
            assertThat(store.ledger().redeem(key("a"), token())).isInstanceOf(Redemption.Replayed.class);
            assertThat(store.count("issued_tokens")).isEqualTo(1);

            statement.execute("LISTEN " + TrustChangeListener.CHANNEL);
            store.writer.call(connection -> {
                try (var announcing = connection.createStatement()) {
                    return announcing.execute(store.engine.announcement().orElseThrow());
                }
            });
            assertThat(listener.unwrap(PGConnection.class).getNotifications(10_000))
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pool_mode = transaction",
                "pool_mode = transaction\ndefault_pool_size = 1",
                "pool_mode = statement"
            })
    void isRefusedWhereSessionsAreNotKept(String settings) {
        try (PgBouncer bouncer = PgBouncer.before(cluster.port(), settings)) {
            String url = bouncer.through(cluster.freshDatabase(), cluster.port());
            assertThatThrownBy(() -> OpenStore.onPostgres(url))
                    .isInstanceOf(UnusableDatabaseException.class)
                    .hasMessageContaining("pool");
        }
    }

    @Test
    void saysWhatThePoolerSaysOfAParameterThatItDoesNotTake() {
        try (PgBouncer bouncer = PgBouncer.before(cluster.port(), "")) {
            String url = bouncer.through(cluster.freshDatabase(), cluster.port());
            assertThatThrownBy(() -> OpenStore.onPostgres(url + "&options=-c%20search_path%3Dtokens"))
                    .isInstanceOf(UnusableDatabaseException.class)
                    .hasMessageContaining("unsupported startup parameter: options");
        }
    }
}
