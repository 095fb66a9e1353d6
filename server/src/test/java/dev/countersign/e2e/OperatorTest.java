package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end tests of an operator's actions: stop, restart and a second start of a server. */
class OperatorTest {
    @TempDir
    Path folder;

    @Test
    void aStoppedServerStartsAgainWithItsKeysIssuersAndApplicationsAndRemembersAssertions() throws Exception {
        try (var thirdParty = ThirdParty.start("partner");
                var server = ServerProcess.start(folder.resolve("home"))) {
            assertThat(server.api().register(thirdParty).status()).isEqualTo(201);
            var application = server.api().registerApplication("orders");
            String clientId = application.text("client_id");
            String secret = application.text("client_secret");
            String assertion = thirdParty.assertion(server.issuer());
            assertThat(server.api().exchange(clientId, secret, assertion).status())
                    .isEqualTo(200);
            var keys = server.api().get("/oauth2/jwks").json();

            assertThat(server.terminate()).as(server.output()).isZero();
            server.restart();

            assertThat(server.api().get("/oauth2/jwks").json()).isEqualTo(keys);
            var again = server.api().exchange(clientId, secret, assertion);
            assertThat(again.status()).isEqualTo(400);
            assertThat(again.text("error")).isEqualTo("invalid_grant");
            assertThat(server.api()
                            .exchange(clientId, secret, thirdParty.assertion(server.issuer()))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void saysWhereItIsAndWhatItRunsOn() {
        try (var server = ServerProcess.start(folder.resolve("home"))) {
            server.terminate();
            assertThat(server.output())
                    .contains("is ready", server.issuer(), server.home().toString(), "SQLite", "crypto provider")
                    .contains(server.issuer() + "/console/setup?code=")
                    .doesNotContain(ServerProcess.ADMIN_SECRET);
        }
    }

    @Test
    void aSecondServerOnTheSameHomeIsRefused() throws Exception {
        try (var server = ServerProcess.start(folder.resolve("home"))) {
            var log = folder.resolve("second.log");
            List<String> words = new ArrayList<>(ServerClasses.program());
            words.addAll(List.of("serve", "--port", "0", "--home", server.home().toString()));
            var second = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();

            assertThat(second.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(second.exitValue()).isEqualTo(69);
            assertThat(Files.readString(log)).contains("in use by the process");
            assertThat(server.api().isReady()).isTrue();
        }
    }

    @Test
    void aLostMasterKeyIsNotReplaced() throws Exception {
        try (var server = ServerProcess.start(folder.resolve("home"))) {
            server.terminate();
            var key = server.home().resolve("conf").resolve("master.key");
            var kept = Files.readString(key);
            Files.delete(key);

            assertThat(server.startInVain()).isEqualTo(78);
            assertThat(key).doesNotExist();
            assertThat(server.output()).contains("master key is gone");

            Files.writeString(key, kept);
            server.restart();
            assertThat(server.api().isReady()).isTrue();
        }
    }
}
