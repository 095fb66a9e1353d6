package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import dev.countersign.e2e.Api.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end tests of a token that is named by its label, and that two nodes share. */
@Timeout(240)
class SharedModuleTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private static String keyId(Answer answer) throws Exception {
        return SignedJWT.parse(answer.text("access_token")).getHeader().getKeyID();
    }

    @Test
    void twoNodesSignWithTheKeysOfOneTokenAlsoWithThoseThatTheOtherGenerated() throws Exception {
        SoftHsm module = SoftHsm.in(folder.resolve("hsm"));
        try (Cluster cluster = Cluster.start(folder, 2, module.settingsByLabel("countersign"))) {
            String first = keyId(cluster.exchange(0, cluster.assertion()));
            assertThat(keyId(cluster.exchange(1, cluster.assertion()))).isEqualTo(first);

            assertThat(cluster.node(0)
                            .api()
                            .admin("POST", "/signing-keys/rotate", Map.of("at_once", true))
                            .status())
                    .isEqualTo(200);
            String second = keyId(cluster.exchange(0, cluster.assertion()));
            assertThat(second).isNotEqualTo(first);

            Set<String> seen = new HashSet<>();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!seen.contains(second)) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                Answer answer = cluster.exchange(1, cluster.assertion());
                assertThat(answer.status())
                        .as("the other node finds the key at once: %s", answer.json())
                        .isEqualTo(200);
                seen.add(keyId(answer));
            }
            assertThat(cluster.node(1).output()).doesNotContain("cannot be used");
        }
    }

    @Test
    void aLabelThatNoTokenHasLeavesTheServerWithoutKeys() throws Exception {
        SoftHsm module = SoftHsm.in(folder.resolve("hsm"));
        try (var server = ServerProcess.startInVain(folder.resolve("home"), module.settingsByLabel("another"))) {
            assertThat(server.exitStatus()).isNotZero();
            assertThat(server.output()).contains("no token has the label another");
        }
    }
}
