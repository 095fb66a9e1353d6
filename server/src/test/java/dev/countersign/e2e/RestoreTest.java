package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.jose.signing.MasterKey;
import dev.countersign.e2e.Api.Answer;
import dev.countersign.server.store.PostgresCluster;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * End-to-end test of a backup, restored as in docs/operations.md: keys and tokens are present, and no redeemed
 * assertion is accepted again.
 */
class RestoreTest {
    private static final long ASSERTIONS_LIVE = 600_000;
    private static final long MARGIN = 300_000;

    @TempDir
    Path folder;

    private static Answer exchange(ServerProcess server, Answer application, String assertion) throws Exception {
        return server.api().exchange(application.text("client_id"), application.text("client_secret"), assertion);
    }

    private static Map<String, Object> introspect(ServerProcess server, Answer application, String token)
            throws Exception {
        return server.api()
                .form(
                        "/oauth2/introspect",
                        application.text("client_id"),
                        application.text("client_secret"),
                        Map.of("token", token))
                .json();
    }

    @Test
    void aRestoredDatabaseServesOnAndAcceptsNothingTwice() throws Exception {
        try (var database = PostgresCluster.start(Map.of());
                var partner = ThirdParty.start("partner")) {
            var settings = new HashMap<String, String>();
            settings.put("COUNTERSIGN_SERVER_BASE_URL", "https://tokens.example");
            settings.put("COUNTERSIGN_MASTER_KEY", MasterKey.generate().toBase64());
            settings.put("COUNTERSIGN_DATABASE_URL", database.freshDatabase());
            String before = partner.assertion("https://tokens.example");
            String after = partner.assertion("https://tokens.example");
            Answer application;
            String token;
            Path backup;
            try (var server = ServerProcess.start(folder.resolve("one"), settings)) {
                server.api().register(partner);
                application = server.api().registerApplication("orders");
                token = exchange(server, application, before).text("access_token");
                backup = database.dump(settings.get("COUNTERSIGN_DATABASE_URL"));
                assertThat(exchange(server, application, after).status()).isEqualTo(200);
            }

            String restored = database.restore(backup);
            long horizon = Instant.now().toEpochMilli() + ASSERTIONS_LIVE + MARGIN;
            database.execute(restored, "UPDATE replay_horizon SET forgotten_until = " + horizon + " WHERE id = 1");
            settings.put("COUNTERSIGN_DATABASE_URL", restored);

            try (var server = ServerProcess.start(folder.resolve("other"), settings)) {
                assertThat(introspect(server, application, token)).containsEntry("active", true);
                assertThat(exchange(server, application, before).status()).isEqualTo(400);
                assertThat(exchange(server, application, after).status())
                        .as("redeemed after the backup was made")
                        .isEqualTo(400);
                long late = Instant.now().getEpochSecond() + ASSERTIONS_LIVE / 1000 + 60;
                String fresh = partner.assertion("https://tokens.example", Map.of("exp", late));
                assertThat(exchange(server, application, fresh).status())
                        .as("one that ends later than any that was redeemed")
                        .isEqualTo(200);
            }
        }
    }
}
