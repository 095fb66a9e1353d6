package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.jose.signing.MasterKey;
import dev.countersign.e2e.Api.Answer;
import dev.countersign.server.store.PostgresCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end tests of drafts of an issuer: real requests in the audit of each database, and real assertions. */
class RehearsalTest {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final ThirdParty partner = ThirdParty.start("partner");

    @AfterEach
    void stop() {
        partner.close();
    }

    @Test
    void theRequestsInTheEmbeddedDatabaseAreJudgedByADraft() throws Exception {
        judge(Map.of());
    }

    @Test
    void theRequestsInPostgresqlAreJudgedByADraft() throws Exception {
        judge(Map.of(
                "COUNTERSIGN_DATABASE_URL",
                PostgresCluster.freshUrl(),
                "COUNTERSIGN_MASTER_KEY",
                MasterKey.generate().toBase64()));
    }

    private void judge(Map<String, String> settings) throws Exception {
        try (var server = ServerProcess.start(folder.resolve("home"), settings)) {
            String id = server.api().register(partner).text("id");
            Answer application = server.api().registerApplication("orders");
            exchange(server, application, "alice", 200);
            String replayed = exchange(server, application, "bob", 200);
            present(server, application, replayed, 400);

            Answer refused = rehearsed(server, id, Map.of("conditions", List.of("claims.sub == 'alice'")), 3);
            assertThat(refused.text("would_refuse")).isEqualTo("1");
            assertThat(refused.text("would_accept")).isEqualTo("0");
            assertThat(refused.text("examples"))
                    .contains("policy.condition_failed", "false: claims.sub is \"bob\"")
                    .doesNotContain(replayed.split("\\.")[2]);

            Answer accepted = rehearsed(server, id, Map.of("replay", Map.of("allow_reuse", true)), 3);
            assertThat(accepted.text("would_accept")).isEqualTo("1");

            Answer changed = server.api().admin("PATCH", "/trusted-token-issuers/" + id, Map.of("alias", "us"));
            assertThat(changed.status()).isEqualTo(200);
            assertThat(rehearsed(server, id, Map.of("enabled", false), 3).text("would_refuse"))
                    .isEqualTo("2");
            explain(server, id);
        }
    }

    private void explain(ServerProcess server, String id) throws Exception {
        String assertion = partner.assertion(server.issuer());
        Map<String, Object> draft = Map.of("id", id, "keys", Map.of("jwks_url", partner.jwksUrl() + "?other"));
        int fetches = partner.fetches();

        Answer explained = server.api().admin("POST", "/explain", Map.of("assertion", assertion, "issuer", draft));

        assertThat(explained.text("outcome")).isEqualTo("accepted");
        assertThat(explained.text("checks")).contains("the keys of a draft are not fetched");
        assertThat(partner.fetches()).isEqualTo(fetches);
        assertThat(server.api()
                        .admin(
                                "POST",
                                "/explain",
                                Map.of("assertion", assertion, "issuer", Map.of("id", id, "enabled", false)))
                        .text("code"))
                .isEqualTo("issuer.disabled");
    }

    private String exchange(ServerProcess server, Answer application, String subject, int status) throws Exception {
        String assertion = partner.assertion(server.issuer(), Map.of("sub", subject));
        present(server, application, assertion, status);
        return assertion;
    }

    private static void present(ServerProcess server, Answer application, String assertion, int status)
            throws Exception {
        assertThat(server.api()
                        .exchange(application.text("client_id"), application.text("client_secret"), assertion)
                        .status())
                .isEqualTo(status);
    }

    /** The rehearsal once the audit has so many requests, which it gets some tenths of a second late. */
    private static Answer rehearsed(ServerProcess server, String id, Map<String, Object> patch, int judged)
            throws Exception {
        Instant end = Instant.now().plus(DEADLINE);
        Answer answer;
        do {
            answer = server.api().admin("POST", "/trusted-token-issuers/" + id + "/rehearse?days=1", patch);
            assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        } while (!answer.text("judged").equals(String.valueOf(judged))
                && Instant.now().isBefore(end));
        assertThat(answer.text("judged")).as(answer.json().toString()).isEqualTo(String.valueOf(judged));
        return answer;
    }
}
