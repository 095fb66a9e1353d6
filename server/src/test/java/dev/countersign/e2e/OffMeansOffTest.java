package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.e2e.Api.Answer;
import dev.countersign.e2e.Api.NoAnswer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end tests, over TLS, that blocked subjects and security events end access at once. */
class OffMeansOffTest {
    private static final String AUDIENCE = "https://countersign.example/events";
    private static final String CAEP = "https://schemas.openid.net/secevent/caep/event-type/";
    private static final String RISC = "https://schemas.openid.net/secevent/risc/event-type/";

    @TempDir
    Path folder;

    private ServerProcess server;
    private Api api;
    private ThirdParty partner;
    private String issuer;
    private Answer application;

    @BeforeEach
    void start() throws NoAnswer {
        server = ServerProcess.start(folder.resolve("home"));
        api = Api.over(TrustingTls.of(server), server.issuer());
        partner = ThirdParty.start("partner");
        issuer = api.register(partner).text("id");
        application =
                api.admin("POST", "/applications", Map.of("name", "orders", "refresh_token", Map.of("enabled", true)));
        assertThat(application.status()).as(application.json().toString()).isEqualTo(201);
    }

    @AfterEach
    void stop() {
        partner.close();
        server.close();
    }

    @Test
    void aBlockedSubjectGetsNothingAndLosesWhatItHas() throws NoAnswer {
        Answer mine = exchange("alice");
        Answer others = exchange("bob");

        Answer block = block(Map.of("issuer", "partner", "subject", "alice", "reason", "Left"));
        assertThat(block.status()).as(block.json().toString()).isEqualTo(201);

        Answer refused = exchange("alice");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("error")).isEqualTo("invalid_grant");
        assertThat(code(refused)).isEqualTo("policy.subject_blocked");
        assertThat(isActive(mine.text("access_token"))).isFalse();
        assertThat(isActive(mine.text("refresh_token"))).isFalse();
        assertThat(refresh(mine).text("error")).isEqualTo("invalid_grant");
        assertThat(isActive(others.text("access_token"))).isTrue();
        assertThat(refresh(others).status()).isEqualTo(200);
        assertThat(explained("alice")).isEqualTo("policy.subject_blocked");
        assertThat(explained("bob")).isEqualTo("null");

        assertThat(api.admin("DELETE", "/blocked-subjects/" + block.text("id"), Map.of())
                        .status())
                .isEqualTo(204);
        assertThat(exchange("alice").status()).isEqualTo(200);
        assertThat(isActive(mine.text("access_token"))).isFalse();
        assertThat(refresh(mine).status()).isEqualTo(400);
    }

    @Test
    void aBlockEndsByItself() throws NoAnswer, InterruptedException {
        Instant until = Instant.now().plusSeconds(4);
        assertThat(block(Map.of("issuer", "partner", "subject", "alice", "until", until.toString()))
                        .status())
                .isEqualTo(201);
        assertThat(exchange("alice").status()).isEqualTo(400);
        Thread.sleep(Duration.between(Instant.now(), until.plusMillis(1100)));
        assertThat(exchange("alice").status()).isEqualTo(200);
    }

    @Test
    @Spec("RFC 8935 §2.2")
    void anEventOfTheIssuerEndsTheSessionOrBlocksTheSubject() throws NoAnswer {
        receiveEvents();
        Answer mine = exchange("alice");
        assertThat(push(CAEP + "session-revoked", "alice").status()).isEqualTo(202);
        assertThat(isActive(mine.text("access_token"))).isFalse();
        assertThat(refresh(mine).status()).isEqualTo(400);
        Answer again = exchange("alice");
        assertThat(again.status()).isEqualTo(200);
        assertThat(push(CAEP + "credential-change", "alice").status()).isEqualTo(202);
        assertThat(isActive(again.text("access_token"))).isFalse();

        for (String type : List.of("account-disabled", "account-purged")) {
            Answer before = exchange("alice");
            assertThat(before.status()).isEqualTo(200);
            Answer accepted = push(RISC + type, "alice");
            assertThat(accepted.status()).isEqualTo(202);
            assertThat(accepted.json()).isEmpty();
            assertThat(isActive(before.text("access_token"))).isFalse();
            assertThat(code(exchange("alice"))).isEqualTo("policy.subject_blocked");
            assertThat(blocks()).containsExactly("issuer");
            assertThat(push(RISC + "account-enabled", "alice").status()).isEqualTo(202);
            assertThat(blocks()).isEmpty();
        }
        assertThat(exchange("alice").status()).isEqualTo(200);
    }

    @Test
    void anIssuerDoesNotLiftTheBlockOfAnAdministrator() throws NoAnswer {
        receiveEvents();
        block(Map.of("issuer", "partner", "subject", "alice"));
        push(RISC + "account-disabled", "alice");
        assertThat(blocks()).containsExactlyInAnyOrder("issuer", "administrator");
        push(RISC + "account-enabled", "alice");
        assertThat(blocks()).containsExactly("administrator");
        assertThat(exchange("alice").status()).isEqualTo(400);
    }

    @Test
    void anEventTakesEffectOnce() throws NoAnswer {
        receiveEvents();
        String event = partner.event(AUDIENCE, CAEP + "session-revoked", "alice");
        assertThat(api.push(issuer, event).status()).isEqualTo(202);
        Answer later = exchange("alice");
        assertThat(api.push(issuer, event).status()).isEqualTo(202);
        assertThat(isActive(later.text("access_token"))).isTrue();
    }

    @Test
    @Spec("RFC 8935 §2.3")
    void aRefusalHasTheFormOfTheStandard() throws NoAnswer {
        receiveEvents();
        Answer refused = api.push(issuer, partner.event("https://other.example", CAEP + "session-revoked", "alice"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json()).containsOnlyKeys("err", "description").containsEntry("err", "invalid_audience");
        assertThat(refused.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
        assertThat(refused.headers().firstValue("Content-Language")).hasValue("en");

        String good = partner.event(AUDIENCE, CAEP + "session-revoked", "alice");
        assertThat(api.push(issuer, good.substring(0, good.length() - 4) + "AAAA")
                        .text("err"))
                .isEqualTo("invalid_key");
        assertThat(api.post("/events/" + issuer, "application/jwt", good).text("err"))
                .isEqualTo("invalid_request");
        assertThat(api.push(issuer, "x".repeat(70_000)).text("err")).isEqualTo("invalid_request");
        assertThat(api.get("/events/" + issuer).status()).isEqualTo(405);
    }

    @Test
    @Spec("RFC 8935 §2")
    void aTransmitterGetsTheAnswersOfTheStandardByteForByte() throws Exception {
        receiveEvents();
        Answer mine = exchange("alice");

        String accepted = pushed(partner.event(AUDIENCE, CAEP + "session-revoked", "alice"));
        assertThat(accepted).startsWith("HTTP/1.1 202 Accepted\r\n").endsWith("\r\n\r\n");
        assertThat(isActive(mine.text("access_token"))).isFalse();

        String refused = pushed(partner.event("https://other.example", CAEP + "session-revoked", "alice"));
        assertThat(refused)
                .startsWith("HTTP/1.1 400 Bad Request\r\n")
                .containsIgnoringCase("\r\nContent-Type: application/json")
                .containsIgnoringCase("\r\nContent-Language: en\r\n")
                .contains("\r\n\r\n{\"err\":\"invalid_audience\",\"description\":\"");
    }

    /** The answer to a request with the bytes of the example in RFC 8935 §2.1. */
    private String pushed(String token) throws Exception {
        String request = """
                POST /events/%s HTTP/1.1
                Host: localhost:%d
                Connection: close
                Accept: application/json
                Accept-Language: en-US, en;q=0.5
                Content-Type: application/secevent+jwt
                Content-Length: %d

                """.formatted(issuer, server.port(), token.length()).replace("\n", "\r\n");
        try (var socket =
                TrustingTls.of(server).context().getSocketFactory().createSocket("localhost", server.port())) {
            socket.getOutputStream().write((request + token).getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void thereIsNoAddressWithoutAReceiver() throws NoAnswer {
        String event = partner.event(AUDIENCE, CAEP + "session-revoked", "alice");
        assertThat(api.push(issuer, event).status()).isEqualTo(404);
        receiveEvents();
        assertThat(api.push(issuer, event).status()).isEqualTo(202);
        assertThat(api.push("unknown", event).status()).isEqualTo(404);
        assertThat(api.push(issuer + "/more", event).status()).isEqualTo(404);
        assertThat(api.admin("PATCH", "/trusted-token-issuers/" + issuer, Map.of("enabled", false))
                        .status())
                .isEqualTo(200);
        assertThat(api.push(issuer, event).status()).isEqualTo(404);
    }

    @Test
    void eventsNeedAnAudience() throws NoAnswer {
        Answer refused = api.admin(
                "PATCH", "/trusted-token-issuers/" + issuer, Map.of("security_events", Map.of("enabled", true)));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().toString()).contains("/security_events/audience");
    }

    private void receiveEvents() throws NoAnswer {
        Answer changed = api.admin(
                "PATCH",
                "/trusted-token-issuers/" + issuer,
                Map.of("security_events", Map.of("enabled", true, "audience", AUDIENCE)));
        assertThat(changed.status()).as(changed.json().toString()).isEqualTo(200);
        assertThat(changed.json()).containsEntry("security_events", Map.of("enabled", true, "audience", AUDIENCE));
    }

    private Answer push(String uri, String subject) throws NoAnswer {
        return api.push(issuer, partner.event(AUDIENCE, uri, subject));
    }

    private Answer block(Map<String, Object> body) throws NoAnswer {
        return api.admin("POST", "/blocked-subjects", body);
    }

    private List<Object> blocks() throws NoAnswer {
        List<?> items =
                (List<?>) api.admin("GET", "/blocked-subjects", Map.of()).json().get("items");
        return items.stream()
                .<Object>map(item -> ((Map<?, ?>) item).get("source"))
                .toList();
    }

    private Answer exchange(String subject) throws NoAnswer {
        return api.exchange(
                application.text("client_id"),
                application.text("client_secret"),
                partner.assertion(server.issuer(), Map.of("sub", subject)));
    }

    private Answer refresh(Answer token) throws NoAnswer {
        return api.token(
                application.text("client_id"),
                application.text("client_secret"),
                Map.of("grant_type", "refresh_token", "refresh_token", token.text("refresh_token")));
    }

    private boolean isActive(String token) throws NoAnswer {
        return (Boolean) api.form(
                        "/oauth2/introspect",
                        application.text("client_id"),
                        application.text("client_secret"),
                        Map.of("token", token))
                .json()
                .get("active");
    }

    private String explained(String subject) throws NoAnswer {
        var body = new HashMap<String, Object>();
        body.put("assertion", partner.assertion(server.issuer(), Map.of("sub", subject)));
        body.put("client_id", application.text("client_id"));
        return api.admin("POST", "/explain", body).text("code").toLowerCase(Locale.ROOT);
    }

    private String code(Answer refused) throws NoAnswer {
        String id = refused.headers().firstValue("X-Correlation-Id").orElseThrow();
        for (int attempt = 0; attempt < 100; attempt++) {
            List<?> items = (List<?>) api.admin("GET", "/audit-events?correlation_id=" + id, Map.of())
                    .json()
                    .get("items");
            if (!items.isEmpty()) {
                return String.valueOf(((Map<?, ?>) items.getFirst()).get("code"));
            }
        }
        throw new AssertionError("no event " + id);
    }
}
