package dev.countersign.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.jose.json.Parsed;
import dev.countersign.core.jose.json.StrictJson;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.signing.SigningKey;
import dev.countersign.server.http.RawHttp.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of metadata, keys, health, metrics, and unknown paths. */
class PublicEndpointsTest {
    private static HttpFixture server;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void start() throws Exception {
        server = new HttpFixture(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Answer get(String path, String... headers) throws Exception {
        return get(server, path, headers);
    }

    private static Answer get(HttpFixture from, String path, String... headers) throws Exception {
        return RawHttp.once(
                from.port(), "GET " + path + " HTTP/1.1\r\nHost: evil.example\r\n" + String.join("", headers) + "\r\n");
    }

    private static Map<String, Object> json(Answer answer) {
        return ((Parsed.Read<Map<String, Object>>)
                        StrictJson.readObject(answer.body().getBytes(StandardCharsets.UTF_8)))
                .value();
    }

    @Test
    @Spec("RFC 8414 §2")
    @Spec("RFC 8414 §3.3")
    void publishesMetadataThatDependsOnConfigurationAlone() throws Exception {
        Answer answer = get(
                "/.well-known/oauth-authorization-server",
                "X-Forwarded-Host: evil.example\r\n",
                "Forwarded: host=evil.example\r\n");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(json(answer))
                .containsEntry("issuer", "https://localhost:9443")
                .containsEntry("token_endpoint", "https://localhost:9443/oauth2/token")
                .containsEntry("jwks_uri", "https://localhost:9443/oauth2/jwks")
                .containsEntry("grant_types_supported", HttpFixture.GRANTS)
                .containsEntry("response_types_supported", List.of())
                .containsEntry(
                        "token_endpoint_auth_methods_supported",
                        List.of("client_secret_basic", "client_secret_post", "private_key_jwt"))
                .containsEntry(
                        "global_token_revocation_endpoint", "https://localhost:9443/api/v1/global-token-revocation")
                .containsEntry("introspection_endpoint", "https://localhost:9443/oauth2/introspect")
                .containsEntry("revocation_endpoint", "https://localhost:9443/oauth2/revoke");
        assertThat((List<?>) json(answer).get("token_endpoint_auth_signing_alg_values_supported"))
                .hasSize(11)
                .noneMatch(algorithm ->
                        algorithm.equals("none") || algorithm.toString().startsWith("HS"));
        assertThat(answer.body()).doesNotContain("evil").doesNotContain("mtls_endpoint_aliases");
        assertThat(json(answer))
                .containsEntry("tls_client_certificate_bound_access_tokens", false)
                .doesNotContainKey("identity_chaining_requested_token_types_supported");
    }

    @Test
    @Spec("RFC 8414 §3.1")
    void putsTheIssuersPathBehindTheWellKnownOne(@TempDir Path other) throws Exception {
        try (var tenant = new HttpFixture(other, "https://id.example.com/tenant", HttpFixture.SHORT)) {
            Answer answer = get(tenant, "/.well-known/oauth-authorization-server/tenant");

            assertThat(json(answer))
                    .containsEntry("issuer", "https://id.example.com/tenant")
                    .containsEntry("jwks_uri", "https://id.example.com/tenant/oauth2/jwks");
            assertThat(get(tenant, "/.well-known/oauth-authorization-server").status())
                    .isEqualTo(404);
            assertThat(get(tenant, "/tenant/oauth2/jwks").status()).isEqualTo(200);
            assertThat(get(tenant, "/oauth2/jwks").status()).isEqualTo(200);
        }
    }

    @Test
    @Spec("RFC 7517 §5")
    @SuppressWarnings("unchecked")
    void publishesThePublicPartsOfItsKeys() throws Exception {
        Answer answer = get("/oauth2/jwks");

        var keys = (List<Map<String, Object>>) json(answer).get("keys");
        assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=300");
        assertThat(keys)
                .isNotEmpty()
                .allSatisfy(key ->
                        assertThat(key).containsKeys("kty", "kid", "use", "alg").doesNotContainKey("d"));
    }

    @Test
    @Spec("RFC 9110 §13.1.2")
    void answersKnownKeysWithoutABodyUntilTheyChange() throws Exception {
        String tag = get("/oauth2/jwks").header("ETag");

        Answer known = get("/oauth2/jwks", "If-None-Match: " + tag + "\r\n");
        server.published.add(SigningKey.generate(Algorithm.EDDSA));
        Answer changed = get("/oauth2/jwks", "If-None-Match: " + tag + "\r\n");

        assertThat(tag).matches("\"[0-9a-f]{32}\"");
        assertThat(known.status()).isEqualTo(304);
        assertThat(known.body()).isEmpty();
        assertThat(known.header("ETag")).isEqualTo(tag);
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.body()).contains("\"crv\":\"Ed25519\"");
    }

    @Test
    void isReadyWhenItsChecksAre() throws Exception {
        Answer up = get("/health/ready");
        server.storeHealthy.set(false);
        Answer down = get("/health/ready");
        Answer live = get("/health/live");
        server.storeHealthy.set(true);

        assertThat(up.status()).isEqualTo(200);
        assertThat(up.body()).isEqualTo("{\"status\":\"up\",\"checks\":{\"running\":\"up\",\"store\":\"up\"}}");
        assertThat(down.status()).isEqualTo(503);
        assertThat(down.body()).isEqualTo("{\"status\":\"down\",\"checks\":{\"running\":\"up\",\"store\":\"down\"}}");
        assertThat(live.status()).isEqualTo(200);
        assertThat(live.body()).isEqualTo("{\"status\":\"up\"}");
    }

    @Test
    void showsMetricsToThisMachine() throws Exception {
        Answer answer = get("/metrics");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("text/plain; version=0.0.4");
        assertThat(answer.body()).isEqualTo("meter 1\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For: 127.0.0.1",
                "Forwarded: for=127.0.0.1",
                "X-Real-IP: ::1",
                "Via: 1.1 proxy",
                "x-forwarded-proto: https"
            })
    void asksForATokenWhenTheRequestWasForwarded(String header) throws Exception {
        Answer refused = get("/metrics", header + "\r\n");
        Answer admitted = get("/metrics", header + "\r\nAuthorization: Bearer " + server.token("admin:read") + "\r\n");

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"countersign\"");
        assertThat(admitted.body()).isEqualTo("meter 1\n");
    }

    @Test
    @Spec("RFC 8414 §5")
    void publishesTheSameMetadataForClientsThatAskForOpenIdConfiguration() throws Exception {
        Answer oauth = get("/.well-known/oauth-authorization-server");
        Answer openId = get("/.well-known/openid-configuration");

        assertThat(openId.status()).isEqualTo(200);
        assertThat(openId.body()).isEqualTo(oauth.body());
        assertThat(openId.header("Content-Type")).isEqualTo(oauth.header("Content-Type"));
        assertThat(openId.header("Cache-Control")).isEqualTo(oauth.header("Cache-Control"));
    }

    @Test
    @Spec("RFC 8414 §5")
    void publishesItForAnIssuerWithAPathBehindThatPathAndBeforeIt(@TempDir Path other) throws Exception {
        try (var tenant = new HttpFixture(other, "https://id.example.com/tenant", HttpFixture.SHORT)) {
            String document = get(tenant, "/.well-known/oauth-authorization-server/tenant")
                    .body();

            for (String path : List.of(
                    "/tenant/.well-known/openid-configuration",
                    "/.well-known/openid-configuration/tenant",
                    "/.well-known/openid-configuration")) {
                assertThat(get(tenant, path).body()).as(path).isEqualTo(document);
            }
            assertThat(get(tenant, "/tenant/.well-known/oauth-authorization-server")
                            .status())
                    .isEqualTo(404);
            assertThat(document)
                    .contains("\"authorization_endpoint\":\"https://id.example.com/tenant/oauth2/authorize\"");
            assertThat(get(tenant, "/tenant/oauth2/authorize").status()).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /oauth2/authorize HTTP/1.1",
                "GET /oauth2/authorize?response_type=code&client_id=x&redirect_uri=https://evil.example/&state=y HTTP/1.1",
                "POST /oauth2/authorize HTTP/1.1"
            })
    @Spec("RFC 6749 §4.1.2.1")
    void answersAnAuthorizationRequestWithTheGrantsThereAreAndNeverARedirect(String line) throws Exception {
        Answer answer = RawHttp.once(server.port(), line + "\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.all("Location")).isEmpty();
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(json(answer))
                .containsEntry("error", "unsupported_response_type")
                .containsEntry("correlation_id", answer.header("X-Correlation-Id"));
        assertThat(answer.body())
                .contains("urn:ietf:params:oauth:grant-type:jwt-bearer", "client_credentials", "refresh_token")
                .doesNotContain("evil");
    }

    @Test
    @Spec("RFC 9110 §15.5.6")
    void servesNoOtherMethodForAuthorizationRequests() throws Exception {
        Answer answer = RawHttp.once(
                server.port(), "DELETE /oauth2/authorize HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("GET, HEAD, POST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/.well-known/oauth-authorization-server", "/.well-known/openid-configuration", "/oauth2/jwks"})
    void letsScriptsOfEveryOriginReadWhatIsPublic(String path) throws Exception {
        Answer read = get(path, "Origin: https://app.example\r\n");
        Answer asked = RawHttp.once(
                server.port(),
                "OPTIONS " + path + " HTTP/1.1\r\nHost: localhost\r\nOrigin: https://app.example\r\n"
                        + "Access-Control-Request-Method: GET\r\n"
                        + "Access-Control-Request-Headers: mcp-protocol-version\r\n\r\n");

        assertThat(read.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(read.all("Access-Control-Allow-Credentials")).isEmpty();
        assertThat(asked.status()).isEqualTo(204);
        assertThat(asked.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(asked.header("Access-Control-Allow-Methods")).isEqualTo("GET, HEAD");
        assertThat(asked.header("Access-Control-Allow-Headers")).isEqualTo("*");
        assertThat(asked.all("Access-Control-Allow-Credentials")).isEmpty();
    }

    @Test
    void letsThemReadKeysThatTheyKnowAlready() throws Exception {
        String tag = get("/oauth2/jwks").header("ETag");

        Answer known = get("/oauth2/jwks", "Origin: https://app.example\r\nIf-None-Match: " + tag + "\r\n");

        assertThat(known.status()).isEqualTo(304);
        assertThat(known.header("Access-Control-Allow-Origin")).isEqualTo("*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/oauth2/token",
                "/oauth2/introspect",
                "/oauth2/revoke",
                "/oauth2/authorize",
                "/health/live",
                "/metrics",
                "/api/nothing",
                "/nothing"
            })
    void letsThemReadNothingElse(String path) throws Exception {
        for (String method : List.of("GET", "POST", "OPTIONS")) {
            Answer answer = RawHttp.once(
                    server.port(),
                    method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nOrigin: https://app.example\r\n"
                            + "Access-Control-Request-Method: POST\r\nContent-Length: 0\r\n\r\n");

            assertThat(answer.headers())
                    .noneMatch(header -> header.toLowerCase(Locale.ROOT).startsWith("access-control-"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /health/live HTTP/1.0", "OPTIONS / HTTP/1.0"})
    void answersWhoSpeaksHttp10AndClosesTheConnection(String line) throws Exception {
        try (var connection = new RawHttp(server.port())) {
            Answer answer = connection.exchange(line + "\r\n\r\n");

            assertThat(answer.status()).isEqualTo(line.startsWith("GET") ? 200 : 404);
            assertThat(answer.body()).startsWith("{");
            assertThat(connection.isClosed()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/oauth2", "/oauth2/token/x", "/.well-known/openid-configurations", "/favicon.ico"})
    void answersInJsonWhatIsNotThere(String path) throws Exception {
        Answer answer = get(path);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(answer.body()).startsWith("{\"error\":\"invalid_request\"");
    }

    @Test
    @Spec("RFC 9457 §3")
    void answersBelowTheApiWithProblems() throws Exception {
        Answer answer = get("/api/nothing");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(json(answer))
                .containsEntry("status", 404L)
                .containsEntry("correlation_id", answer.header("X-Correlation-Id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/oauth2/jwks", "/health/ready", "/metrics", "/.well-known/oauth-authorization-server"})
    @Spec("RFC 9110 §15.5.6")
    void servesReadingOnly(String path) throws Exception {
        Answer answer = RawHttp.once(
                server.port(), "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).matches("GET, HEAD(, OPTIONS)?");
        try (var connection = new RawHttp(server.port())) {
            connection.send("HEAD " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(connection.receive(true).status()).isEqualTo(200);
        }
    }
}
