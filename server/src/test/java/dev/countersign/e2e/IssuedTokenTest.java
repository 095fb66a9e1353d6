package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.signing.SigningKey;
import dev.countersign.core.jose.signing.TokenSigner;
import dev.countersign.e2e.Api.Answer;
import dev.countersign.e2e.Api.NoAnswer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end tests of a token from its issue to its end, on a real database. */
class IssuedTokenTest {
    private static final String INTROSPECT = "/oauth2/introspect";
    private static final String REVOKE = "/oauth2/revoke";
    private static final Map<String, Object> INACTIVE = Map.of("active", false);

    @TempDir
    Path folder;

    private ServerProcess server;
    private ThirdParty partner;
    private Answer issuer;

    @BeforeEach
    void start() throws NoAnswer {
        server = ServerProcess.start(folder.resolve("home"));
        partner = ThirdParty.start("partner");
        issuer = server.api().register(partner);
    }

    @AfterEach
    void stop() {
        partner.close();
        server.close();
    }

    private record Application(String id, String clientId, String secret) {}

    private Application application(String name, Map<String, Object> members) throws NoAnswer {
        var body = new HashMap<>(members);
        body.put("name", name);
        Answer made = server.api().admin("POST", "/applications", body);
        assertThat(made.status()).as(made.json().toString()).isEqualTo(201);
        return new Application(made.text("id"), made.text("client_id"), made.text("client_secret"));
    }

    private String exchanged(Application application) throws NoAnswer {
        Answer answer =
                server.api().exchange(application.clientId(), application.secret(), partner.assertion(server.issuer()));
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        return answer.text("access_token");
    }

    private Map<String, Object> introspected(Application application, String token) throws NoAnswer {
        Answer answer =
                server.api().form(INTROSPECT, application.clientId(), application.secret(), Map.of("token", token));
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        return answer.json();
    }

    @Test
    @Spec("RFC 7009 §2.2")
    void whatIsRevokedIsInactiveOnTheNextRequestAndAfterARestart() throws NoAnswer {
        Application jwts = application("jwts", Map.of());
        Application opaques = application("opaques", Map.of("access_token", Map.of("type", "opaque")));
        for (Application application : List.of(jwts, opaques)) {
            String token = exchanged(application);
            String other = exchanged(application);
            assertThat(introspected(application, token)).containsEntry("active", true);

            assertThat(server.api()
                            .form(REVOKE, application.clientId(), application.secret(), Map.of("token", token))
                            .status())
                    .isEqualTo(200);
            assertThat(introspected(application, token)).isEqualTo(INACTIVE);
            server.kill();
            server.restart();
            assertThat(introspected(application, token)).isEqualTo(INACTIVE);
            assertThat(introspected(application, other)).containsEntry("active", true);
        }
        assertThat(exchanged(opaques)).doesNotContain(".").hasSize(43);
    }

    @Test
    @Spec("RFC 7662 §2.1")
    void introspectionIsForThoseWhoMayKnow() throws NoAnswer {
        Application orders = application("orders", Map.of("audiences", List.of("https://api.example")));
        Application gateway = application("gateway", Map.of("introspect_audiences", List.of("https://api.example")));
        Application stranger = application("stranger", Map.of());
        String token = exchanged(orders);

        assertThat(introspected(gateway, token)).containsEntry("active", true);
        assertThat(introspected(stranger, token)).isEqualTo(INACTIVE);
        Map<String, String> form = Map.of("token", token);
        assertThat(server.api().form(INTROSPECT, Optional.empty(), form).status())
                .isEqualTo(401);
        assertThat(server.api()
                        .form(INTROSPECT, orders.clientId(), "wrong", form)
                        .status())
                .isEqualTo(401);
        assertThat(server.api()
                        .form(INTROSPECT, orders.clientId(), orders.secret(), Map.of())
                        .status())
                .isEqualTo(400);
        assertThat(server.api().get(INTROSPECT).status()).isEqualTo(405);

        String admin = server.api()
                .token(
                        ServerProcess.ADMIN_ID,
                        ServerProcess.ADMIN_SECRET,
                        Map.of("grant_type", "client_credentials", "scope", "admin:read"))
                .text("access_token");
        assertThat(server.api()
                        .form(INTROSPECT, Optional.of("Bearer " + admin), form)
                        .json())
                .containsEntry("active", true);
        assertThat(server.api()
                        .form(INTROSPECT, Optional.of("Bearer " + token), form)
                        .status())
                .isEqualTo(401);
    }

    @Test
    @Spec("RFC 7662 §2.2")
    void whatStandsBehindATokenCarriesIt() throws NoAnswer {
        Application orders = application("orders", Map.of());
        Application reader = application("reader", Map.of("introspect_audiences", List.of(server.issuer())));
        String token = exchanged(orders);

        server.api().admin("PATCH", "/trusted-token-issuers/" + issuer.text("id"), Map.of("enabled", false));
        assertThat(introspected(reader, token)).isEqualTo(INACTIVE);
        server.api().admin("PATCH", "/trusted-token-issuers/" + issuer.text("id"), Map.of("enabled", true));
        assertThat(introspected(reader, token)).containsEntry("active", true);
        server.api().admin("PATCH", "/applications/" + orders.id(), Map.of("enabled", false));
        assertThat(introspected(reader, token)).isEqualTo(INACTIVE);
    }

    @Test
    void everythingOfAnIssuerAnApplicationOrASubjectIsRevokedByOneCall() throws NoAnswer {
        Application orders = application("orders", Map.of());
        for (Map<String, Object> whose : List.<Map<String, Object>>of(
                Map.of("issuer", "partner"),
                Map.of("application", "orders"),
                Map.of("application", orders.clientId()),
                Map.of("subject", "partner:alice"))) {
            List<String> tokens = List.of(exchanged(orders), exchanged(orders));
            Answer revoked = server.api().admin("POST", "/token-revocations", whose);
            assertThat(revoked.json()).as(whose.toString()).isEqualTo(Map.of("revoked", 2L));
            for (String token : tokens) {
                assertThat(introspected(orders, token)).isEqualTo(INACTIVE);
            }
            assertThat(introspected(orders, exchanged(orders))).containsEntry("active", true);
            server.api().admin("POST", "/token-revocations", Map.of("application", "orders"));
        }
        assertThat(server.api()
                        .admin("POST", "/token-revocations", Map.of("issuer", "nobody"))
                        .status())
                .isEqualTo(400);
        assertThat(server.api().admin("POST", "/token-revocations", Map.of()).status())
                .isEqualTo(400);
    }

    @Test
    @Spec("RFC 9068 §3")
    void aTokenIsForTheResourceThatWasAskedForWithTheScopesThatBelongThere() throws NoAnswer {
        for (String name : List.of("orders", "bills")) {
            server.api()
                    .admin(
                            "POST",
                            "/api-resources",
                            Map.of("name", name, "audience", "urn:" + name, "scopes", List.of(name + ":read")));
        }
        Application shop = application(
                "shop",
                Map.of(
                        "audiences", List.of("urn:orders", "urn:bills"),
                        "scopes", List.of("orders:read", "bills:read"),
                        "default_scopes", List.of("orders:read")));

        assertThat(asked(shop, Map.of("resource", "urn:bills", "scope", "orders:read bills:read")))
                .containsEntry("scope", "bills:read");
        assertThat(asked(shop, Map.of("resource", "urn:bills", "scope", "orders:read")))
                .containsEntry("error", "invalid_scope");
        assertThat(asked(shop, Map.of("scope", "orders:read bills:read"))).containsEntry("error", "invalid_scope");
        assertThat(asked(shop, Map.of("resource", "urn:stock"))).containsEntry("error", "invalid_target");
        assertThat(asked(shop, Map.of("resource", "orders"))).containsEntry("error", "invalid_target");
        String token = String.valueOf(asked(shop, Map.of()).get("access_token"));
        assertThat(introspected(shop, token))
                .containsEntry("aud", List.of("urn:orders", "urn:bills"))
                .containsEntry("scope", "orders:read");
    }

    private Map<String, Object> asked(Application application, Map<String, String> more) throws NoAnswer {
        var form = new HashMap<>(more);
        form.put("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
        form.put("assertion", partner.assertion(server.issuer()));
        return server.api()
                .token(application.clientId(), application.secret(), form)
                .json();
    }

    @Test
    @Spec("RFC 10070 §4")
    void anApplicationThatSignsNeedsNoSecretAndNoProofCountsTwice() throws Exception {
        SigningKey key = SigningKey.generate(Algorithm.ES256);
        Application signer = application(
                "signer",
                Map.of(
                        "token_endpoint_auth_method",
                        "private_key_jwt",
                        "jwks",
                        Map.of("keys", List.of(key.publicJwk()))));
        assertThat(signer.secret()).isEqualTo("null");
        String proof = proof(key, signer.clientId(), "proof-1");
        try (var threads = Executors.newFixedThreadPool(16)) {
            List<Future<Integer>> answers = IntStream.range(0, 32)
                    .mapToObj(i -> threads.submit(() -> present(proof).status()))
                    .toList();
            int accepted = 0;
            for (var answer : answers) {
                accepted += answer.get() == 200 ? 1 : 0;
            }
            assertThat(accepted).isEqualTo(1);
        }
        server.kill();
        server.restart();
        assertThat(present(proof).status()).isEqualTo(401);
        Answer second = present(proof(key, signer.clientId(), "proof-2"));
        assertThat(second.status()).as(second.json().toString()).isEqualTo(200);
        assertThat(second.json()).containsKey("access_token");
    }

    private Answer present(String proof) throws NoAnswer {
        return server.api()
                .form(
                        "/oauth2/token",
                        Optional.empty(),
                        Map.of(
                                "grant_type",
                                "urn:ietf:params:oauth:grant-type:jwt-bearer",
                                "assertion",
                                partner.assertion(server.issuer()),
                                "client_assertion_type",
                                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                                "client_assertion",
                                proof));
    }

    private String proof(SigningKey key, String clientId, String id) {
        long now = Instant.now().getEpochSecond();
        return new TokenSigner(key, "client-authentication+jwt")
                .sign(JsonText.write(Map.of(
                        "iss", clientId,
                        "sub", clientId,
                        "aud", server.issuer(),
                        "iat", now,
                        "exp", now + 60,
                        "jti", id)));
    }

    @Test
    @Spec("draft-parecki-oauth-global-token-revocation-06 §3")
    void aSubjectIsRevokedByTheNameThatItsIssuerKnows() throws NoAnswer {
        Application orders = application("orders", Map.of());
        String token = exchanged(orders);
        assertThat(globally(Map.of("format", "iss_sub", "iss", partner.issuer(), "sub", "bob")))
                .isEqualTo(404);
        assertThat(globally(Map.of("format", "iss_sub", "iss", "https://nobody.example", "sub", "alice")))
                .isEqualTo(404);
        assertThat(globally(Map.of("format", "email", "email", "alice@partner.example")))
                .isEqualTo(400);
        assertThat(introspected(orders, token)).containsEntry("active", true);

        assertThat(globally(Map.of("format", "iss_sub", "iss", partner.issuer(), "sub", "alice")))
                .isEqualTo(204);
        assertThat(introspected(orders, token)).isEqualTo(INACTIVE);
        String second = exchanged(orders);
        assertThat(globally(Map.of("format", "opaque", "id", "partner:alice"))).isEqualTo(204);
        assertThat(introspected(orders, second)).isEqualTo(INACTIVE);
        String third = exchanged(orders);
        assertThat(globally(Map.of("format", "iss_sub", "iss", server.issuer(), "sub", "partner:alice")))
                .isEqualTo(204);
        assertThat(introspected(orders, third)).isEqualTo(INACTIVE);
    }

    private int globally(Map<String, Object> subject) throws NoAnswer {
        return server.api()
                .admin("POST", "/global-token-revocation", Map.of("sub_id", subject))
                .status();
    }
}
