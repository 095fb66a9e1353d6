package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.e2e.Api.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end test of a change of the master key. */
class MasterKeyRotationTest {
    @TempDir
    Path folder;

    @Test
    void tokensStayValidAndTheKeyBeforeIsNeededNoMore() throws Exception {
        Path home = folder.resolve("home");
        try (var server = ServerProcess.start(home);
                var partner = ThirdParty.start("partner")) {
            server.api().register(partner);
            Answer application = server.api().registerApplication("orders");
            String id = application.text("client_id");
            String secret = application.text("client_secret");
            String token = server.api()
                    .exchange(id, secret, partner.assertion(server.issuer()))
                    .text("access_token");
            String published = server.api().get("/oauth2/jwks").text("keys");

            CommandRunner.administrating(server, folder)
                    .run("change-master-key")
                    .done();
            server.kill();
            server.restart();
            Path before = home.resolve("conf/master.key.previous");
            Path away = Files.move(before, folder.resolve("before"));
            server.kill();
            server.restart();

            assertThat(server.api().get("/oauth2/jwks").text("keys")).isEqualTo(published);
            Answer introspected = server.api().form("/oauth2/introspect", id, secret, Map.of("token", token));
            assertThat(introspected.json()).containsEntry("active", true);
            assertThat(server.api()
                            .admin("GET", "/audit-events?kind=admin", Map.of())
                            .text("items"))
                    .containsOnlyOnce("signing_keys.resealed");

            server.kill();
            Files.move(away, home.resolve("conf/master.key"), StandardCopyOption.REPLACE_EXISTING);
            try (var refused = ServerProcess.startInVain(home, Map.of())) {
                assertThat(refused.exitStatus()).isEqualTo(78);
                assertThat(refused.output()).contains("master key");
            }
        }
    }
}
