package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import dev.countersign.core.Spec;
import dev.countersign.e2e.Api.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** End-to-end tests of token exchange with independent clients over TLS, and of two servers that trade with each other. */
class TokenExchangeClientsTest {
    private static final String TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
    private static final String TYPE = "urn:ietf:params:oauth:token-type:";
    private static final String OTHER = "https://other.example";

    @TempDir
    Path folder;

    private static Answer accept(Api api, ThirdParty partner) throws Exception {
        Answer made = api.admin(
                "POST",
                "/trusted-token-issuers",
                Map.of(
                        "name", partner.name(),
                        "issuer", partner.issuer(),
                        "keys", Map.of("jwks_url", partner.jwksUrl()),
                        "token_exchange", Map.of("enabled", true, "audiences", List.of("client-at-issuer"))));
        assertThat(made.status()).as(made.json().toString()).isEqualTo(201);
        return made;
    }

    private static Answer application(Api api, List<Map<String, Object>> chaining) throws Exception {
        Answer made = api.admin(
                "POST",
                "/applications",
                Map.of(
                        "name", "orders",
                        "grant_types", List.of(TOKEN_EXCHANGE, Api.JWT_BEARER),
                        "scopes", List.of("orders:read", "orders:write"),
                        "default_scopes", List.of("orders:read"),
                        "chaining", chaining));
        assertThat(made.status()).as(made.json().toString()).isEqualTo(201);
        return made;
    }

    private static Answer exchange(Api api, Answer application, String subject, Map<String, String> others)
            throws Exception {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", TOKEN_EXCHANGE);
        form.put("subject_token", subject);
        form.put("subject_token_type", TYPE + "jwt");
        form.putAll(others);
        return api.token(application.text("client_id"), application.text("client_secret"), form);
    }

    @Test
    @Spec("RFC 8693 §2.1")
    void oauth4webapiAndOpenidClientOnNode() throws Exception {
        NodeClients node = NodeClients.install(folder.resolve("node"));
        try (var server = ServerProcess.start(folder.resolve("home"));
                var partner = ThirdParty.start("partner")) {
            accept(server.api(), partner);
            Answer application = application(server.api(), List.of(Map.of("audience", OTHER)));
            var input = new LinkedHashMap<String, Object>();
            input.put("issuer", server.issuer());
            input.put("clientId", application.text("client_id"));
            input.put("secret", application.text("client_secret"));
            input.put("subject", partner.assertion("client-at-issuer", Map.of("sub", "alice")));
            input.put("actor", partner.assertion(server.issuer(), Map.of("sub", "robot")));
            input.put("another", partner.assertion(server.issuer()));
            input.put("other", OTHER);

            JsonNode answers =
                    node.run("token-exchange.js", TrustingTls.of(server).certificate(), input);

            JsonNode webapi = answers.path("webapi");
            assertThat(webapi.path("delegated").path("issued_token_type").asString())
                    .isEqualTo(TYPE + "access_token");
            var act = SignedJWT.parse(
                            webapi.path("delegated").path("access_token").asString())
                    .getJWTClaimsSet()
                    .getJSONObjectClaim("act");
            assertThat(act).isEqualTo(Map.of("sub", "robot", "iss", partner.issuer()));
            assertThat(webapi.path("narrowed").path("scope").asString()).isEqualTo("orders:read");
            assertThat(webapi.path("introspected").path("active").asBoolean()).isTrue();
            assertThat(webapi.path("introspected").path("act").path("sub").asString())
                    .isEqualTo("robot");
            assertThat(webapi.path("grant").path("token_type").asString()).isEqualToIgnoringCase("N_A");
            assertThat(webapi.path("grant").path("issued_token_type").asString())
                    .isEqualTo(TYPE + "jwt");
            assertThat(webapi.path("revoked").path("active").asBoolean()).isFalse();
            assertThat(answers.path("openidClient").path("issued_token_type").asString())
                    .isEqualTo(TYPE + "access_token");
        }
    }

    @Test
    void oneSubjectTokenManyTimesAtOnceGivesOneToken() throws Exception {
        try (var server = ServerProcess.start(folder.resolve("home"));
                var partner = ThirdParty.start("partner");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            accept(server.api(), partner);
            Answer application = application(server.api(), List.of());
            String subject = partner.assertion(server.issuer());
            List<Callable<Answer>> calls = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                calls.add(() -> exchange(server.api(), application, subject, Map.of()));
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Answer> answer : threads.invokeAll(calls)) {
                statuses.add(answer.get().status());
            }

            assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
            assertThat(statuses).filteredOn(status -> status == 400).hasSize(31);
        }
    }

    @Test
    @Spec("RFC 7523 §3")
    void twoServersTradeWithEachOther() throws Exception {
        try (var first = ServerProcess.start(folder.resolve("first"));
                var second = ServerProcess.start(folder.resolve("second"));
                var partner = ThirdParty.start("partner")) {
            accept(first.api(), partner);
            assertThat(metadata(first)).doesNotContainKey("identity_chaining_requested_token_types_supported");
            Answer here = application(
                    first.api(),
                    List.of(
                            Map.of("audience", second.issuer()),
                            Map.of("audience", "https://chat.example", "client_id", "there")));
            assertThat(metadata(first).get("identity_chaining_requested_token_types_supported"))
                    .isEqualTo(List.of(TYPE + "jwt", TYPE + "id-jag"));
            trust(second, first);
            Answer there = second.api().registerApplication("orders");

            Answer grant = exchange(
                    first.api(),
                    here,
                    partner.assertion(first.issuer(), Map.of("sub", "alice")),
                    Map.of("requested_token_type", TYPE + "jwt", "audience", second.issuer()));
            assertThat(grant.status()).as(grant.json().toString()).isEqualTo(200);
            assertThat(grant.text("token_type")).isEqualTo("N_A");
            Answer token = second.api()
                    .exchange(there.text("client_id"), there.text("client_secret"), grant.text("access_token"));

            assertThat(token.status()).as(token.json().toString()).isEqualTo(200);
            assertThat(SignedJWT.parse(token.text("access_token"))
                            .getJWTClaimsSet()
                            .getSubject())
                    .isEqualTo("first:partner:alice");
            assertThat(second.api()
                            .exchange(there.text("client_id"), there.text("client_secret"), grant.text("access_token"))
                            .status())
                    .as("once")
                    .isEqualTo(400);
            assertThat(first.api()
                            .exchange(here.text("client_id"), here.text("client_secret"), grant.text("access_token"))
                            .status())
                    .as("never at home")
                    .isEqualTo(400);
        }
    }

    private static void trust(ServerProcess server, ServerProcess issuer) throws Exception {
        Map<String, Object> keys = issuer.api().get("/oauth2/jwks").json();
        Answer trusting = server.api()
                .admin(
                        "POST",
                        "/trusted-token-issuers",
                        Map.of(
                                "name", "first",
                                "issuer", issuer.issuer(),
                                "max_lifetime_seconds", 300,
                                "replay", Map.of("require_jti", true),
                                "audience", Map.of("single", true),
                                "keys", Map.of("jwks", keys)));
        assertThat(trusting.status()).as(trusting.json().toString()).isEqualTo(201);
    }

    private static Map<String, Object> metadata(ServerProcess server) throws Exception {
        return server.api().get("/.well-known/oauth-authorization-server").json();
    }

    @Test
    @Spec("RFC 8693 §4.4")
    void mayActOfAnAssertionHoldsForTheTokenThatWasIssuedForIt() throws Exception {
        try (var server = ServerProcess.start(folder.resolve("home"));
                var partner = ThirdParty.start("partner")) {
            accept(server.api(), partner);
            Answer application = application(server.api(), List.of());
            String assertion = partner.assertion(server.issuer(), Map.of("may_act", Map.of("sub", "robot")));
            String own = server.api()
                    .exchange(application.text("client_id"), application.text("client_secret"), assertion)
                    .text("access_token");

            Answer refused = exchange(server.api(), application, own, ofActor(partner, server, "stranger"));
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.text("error")).isEqualTo("invalid_grant");
            server.restart();
            assertThat(exchange(server.api(), application, own, ofActor(partner, server, "robot"))
                            .status())
                    .isEqualTo(200);
        }
    }

    /** The parameters of an exchange of a token of the server, with an actor of the partner. */
    private static Map<String, String> ofActor(ThirdParty partner, ServerProcess server, String name) {
        String jti = UUID.randomUUID().toString();
        return Map.of(
                "subject_token_type", TYPE + "access_token",
                "actor_token", partner.assertion(server.issuer(), Map.of("sub", name, "jti", jti)),
                "actor_token_type", TYPE + "jwt");
    }

    @Test
    void explainsAndRecordsAnExchangeWithAnActor() throws Exception {
        try (var server = ServerProcess.start(folder.resolve("home"));
                var partner = ThirdParty.start("partner")) {
            accept(server.api(), partner);
            Answer application = application(server.api(), List.of());
            String subject = partner.assertion(server.issuer(), Map.of("sub", "alice"));
            Map<String, String> actor = Map.of(
                    "actor_token",
                    partner.assertion(
                            server.issuer(),
                            Map.of("sub", "robot", "jti", UUID.randomUUID().toString())),
                    "actor_token_type",
                    TYPE + "jwt");
            var input = new LinkedHashMap<String, Object>(actor);
            input.put("grant_type", TOKEN_EXCHANGE);
            input.put("subject_token", subject);
            input.put("subject_token_type", TYPE + "jwt");
            input.put("client_id", application.text("client_id"));

            Answer explained = server.api().admin("POST", "/explain", input);
            assertThat(explained.status()).as(explained.json().toString()).isEqualTo(200);
            assertThat(explained.text("outcome"))
                    .as(explained.json().toString())
                    .isEqualTo("accepted");
            assertThat(exchange(server.api(), application, subject, actor).status())
                    .isEqualTo(200);
            assertThat(server.api().admin("POST", "/explain", input).text("code"))
                    .isEqualTo("assertion.replayed");
        }
    }
}
