package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.e2e.Api.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end test of the audit: a refusal is found by its correlation id, and its explanation is shown. */
class AuditTest {
    @TempDir
    Path folder;

    private ThirdParty thirdParty;
    private ServerProcess server;
    private Answer application;

    @BeforeEach
    void start() throws Exception {
        thirdParty = ThirdParty.start("partner");
        server = ServerProcess.start(folder.resolve("home"));
        assertThat(server.api().register(thirdParty).status()).isEqualTo(201);
        application = server.api().registerApplication("orders");
    }

    @AfterEach
    void stop() {
        server.close();
        thirdParty.close();
    }

    @Test
    void aRefusalIsOpenedAgainUnderItsCorrelationIdWithWhatExplainSaysOfIt() throws Exception {
        String assertion = thirdParty.assertion("https://somebody-else.example");
        Answer refused = exchange(assertion);
        assertThat(refused.status()).isEqualTo(400);

        Map<?, ?> event = event("correlation_id=" + refused.text("correlation_id"));
        Map<?, ?> check = failed(server.api().admin("POST", "/explain", Map.of("assertion", assertion)));

        assertThat(event.get("code")).isEqualTo("assertion.audience_mismatch").isEqualTo(check.get("code"));
        Map<?, ?> evidence = (Map<?, ?>) event.get("evidence");
        assertThat(evidence.get("title")).isEqualTo("The assertion is not meant for this server");
        for (String member : List.of("expected", "actual", "hint")) {
            assertThat(evidence.get(member)).as(member).isEqualTo(check.get(member));
        }
        assertThat(event.toString()).doesNotContain(assertion, assertion.split("\\.")[2]);
    }

    @Test
    void everyFilterFindsTheRefusalAndItsOppositeDoesNot() throws Exception {
        Answer refused = exchange(thirdParty.assertion(server.issuer(), Map.of("exp", 1_000_000_000)));
        String id = "correlation_id=" + refused.text("correlation_id");
        event(id);
        String soon = Instant.now().plus(Duration.ofMinutes(1)).toString();

        for (String filter : List.of(
                "kind=token",
                "outcome=refused",
                "code=assertion.expired",
                "issuer=partner",
                "application=orders",
                "application=" + application.text("client_id"),
                "to=" + soon,
                "from=2020-01-01T00:00:00Z",
                "q=EXPIRED")) {
            assertThat(found(id + "&" + filter)).as(filter).hasSize(1);
        }
        for (String filter : List.of(
                "kind=admin",
                "outcome=accepted",
                "code=assertion.replayed",
                "issuer=Partner",
                "application=other",
                "subject=alice",
                "from=" + soon,
                "to=2020-01-01T00:00:00Z",
                "q=replay")) {
            assertThat(found(id + "&" + filter)).as(filter).isEmpty();
        }
    }

    @Test
    void whoFollowsSeesWhatHappensOnce() throws Exception {
        String before = server.api().admin("GET", "/audit-events", Map.of()).text("next_after");
        Answer accepted = exchange(thirdParty.assertion(server.issuer()));
        assertThat(accepted.status()).isEqualTo(200);
        event("subject=" + URLEncoder.encode("partner:alice", StandardCharsets.UTF_8));

        Answer first = server.api().admin("GET", "/audit-events?issuer=partner&after=" + before, Map.of());
        Answer second =
                server.api().admin("GET", "/audit-events?issuer=partner&after=" + first.text("next_after"), Map.of());

        assertThat((List<?>) first.json().get("items")).hasSize(1);
        assertThat((List<?>) second.json().get("items")).isEmpty();
    }

    private Answer exchange(String assertion) throws Exception {
        return server.api().exchange(application.text("client_id"), application.text("client_secret"), assertion);
    }

    private static Map<?, ?> failed(Answer explained) {
        return ((List<?>) explained.json().get("checks"))
                .stream()
                        .map(check -> (Map<?, ?>) check)
                        .filter(check -> "failed".equals(check.get("status")))
                        .findFirst()
                        .orElseThrow();
    }

    private List<?> found(String query) throws Exception {
        return (List<?>) server.api()
                .admin("GET", "/audit-events?" + query, Map.of())
                .json()
                .get("items");
    }

    /** The event, which arrives some tenths of a second late. */
    private Map<?, ?> event(String query) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        List<?> found = found(query);
        while (found.isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(50);
            found = found(query);
        }
        assertThat(found).hasSize(1);
        return (Map<?, ?>) found.getFirst();
    }
}
