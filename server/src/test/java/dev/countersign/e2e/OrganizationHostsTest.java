package dev.countersign.e2e;

import static dev.countersign.e2e.HostedServer.ACME;
import static dev.countersign.e2e.HostedServer.ACME_2;
import static dev.countersign.e2e.HostedServer.GLOBEX;
import static dev.countersign.e2e.HostedServer.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.fixtures.SampleProof;
import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.e2e.HostClient.Seen;
import dev.countersign.e2e.WrittenRequests.Reply;
import dev.countersign.server.http.RawHttp;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end tests of organizations with host names of their own, over TLS and without. */
class OrganizationHostsTest {
    private static final String METADATA = "/.well-known/oauth-authorization-server";

    @TempDir
    private static Path folder;

    private static HostedServer hosted;
    private static HostClient client;
    private static OrganizationSite root;
    private static OrganizationSite acme;

    @BeforeAll
    static void start() throws Exception {
        hosted = HostedServer.start(folder);
        client = hosted.client();
        root = hosted.root();
        acme = hosted.acme();
    }

    @AfterAll
    static void stop() {
        if (hosted != null) {
            hosted.close();
        }
    }

    private static String token(HostClient at, String host, String path) {
        Seen answer = at.send(
                host,
                path,
                "-u",
                ServerProcess.ADMIN_ID + ":" + acme.adminSecret(),
                "-d",
                "grant_type=client_credentials");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.text("access_token");
    }

    private static int applications(String host, String path, String token) {
        return client.send(host, path + "/api/v1/applications", "-H", "Authorization: Bearer " + token)
                .status();
    }

    @Test
    @Spec("RFC 8414 §3.3")
    void theFirstHostIsTheIssuerIdentifierAndTheOnlyPlaceOfTheMetadata() {
        Seen metadata = client.get(ACME, METADATA);

        assertThat(metadata.text("issuer")).isEqualTo("https://" + ACME);
        assertThat(client.get(ACME, "/.well-known/openid-configuration").body()).isEqualTo(metadata.body());
        for (String member : metadata.json().propertyNames()) {
            String value = metadata.text(member);
            if (value.startsWith("https://")) {
                assertThat(value + "/").as(member).startsWith("https://" + ACME + "/");
            }
        }
        assertThat(metadata.json()
                        .path("mtls_endpoint_aliases")
                        .path("token_endpoint")
                        .asString())
                .isEqualTo("https://" + ACME + ":" + hosted.mutualTlsPort() + "/oauth2/token");
        for (String path : List.of(
                METADATA + "/t/acme",
                "/t/acme" + METADATA,
                "/.well-known/openid-configuration/t/acme",
                "/t/acme/.well-known/openid-configuration")) {
            assertThat(client.get(SERVER, path).status()).as(path).isEqualTo(404);
        }
        assertThat(client.get(ACME_2, METADATA).status()).isEqualTo(404);
        assertThat(client.get(SERVER, METADATA).text("issuer")).isEqualTo("https://" + SERVER);
    }

    @Test
    void noIssuerIdentifierThatTheOrganizationHasOrHadIsRegisteredAsAnIssuer() {
        String token = token(client, ACME, "/oauth2/token");
        for (String own : List.of("https://" + ACME, "https://" + ACME_2, "https://" + SERVER + "/t/acme")) {
            Seen answer = register(token, own);
            assertThat(answer.status()).as(answer.body()).isEqualTo(400);
            assertThat(answer.body()).contains("/issuer", "not_allowed");
        }
        assertThat(register(token, "https://" + GLOBEX).status()).isEqualTo(201);
    }

    private static Seen register(String token, String issuer) {
        return client.send(
                ACME,
                "/api/v1/trusted-token-issuers",
                "-H",
                "Authorization: Bearer " + token,
                "-H",
                "Content-Type: application/json",
                "-d",
                "{\"name\":\"other\",\"issuer\":\"%s\",\"keys\":{\"jwks_url\":\"https://keys.example/jwks\"}}"
                        .formatted(issuer));
    }

    @Test
    void theServerHasNoOtherPathsAtTheHostOfAnOrganization() {
        for (String path : List.of(
                "/t/acme/oauth2/jwks",
                "/t/globex/oauth2/jwks",
                METADATA + "/t/acme",
                "/health/live",
                "/health/ready",
                "/metrics",
                "/api/v1/organizations",
                "/nothing")) {
            assertThat(client.get(ACME, path).status()).as(path).isIn(401, 404);
            assertThat(client.get(ACME, path).body()).doesNotContain("\"keys\"", "\"issuer\"");
        }
        assertThat(client.get(SERVER, "/health/live").status()).isEqualTo(200);
        assertThat(hosted.mutualTls().get(ACME, "/console/sign-in").status()).isEqualTo(404);
    }

    @Test
    void tokensAreGoodAtEveryAddressOfTheOrganizationAndNowhereElse() {
        String atHost = token(client, ACME, "/oauth2/token");
        String atPath = token(client, SERVER, "/t/acme/oauth2/token");
        String atSecond = token(hosted.mutualTls(), ACME_2, "/oauth2/token");

        for (String token : List.of(atHost, atPath, atSecond)) {
            assertThat(applications(ACME, "", token)).isEqualTo(200);
            assertThat(applications(SERVER, "/t/acme", token)).isEqualTo(200);
            assertThat(applications(SERVER, "", token)).isEqualTo(401);
            assertThat(applications(GLOBEX, "", token)).isEqualTo(401);
        }
        assertThat(applications(ACME, "", root.adminToken())).isEqualTo(401);
    }

    @Test
    void anAssertionIsForTheIssuerIdentifierOfTheHost() {
        OrganizationSite moved = root.create("moved");
        try (var partner = ThirdParty.start("partner-of-moved")) {
            moved.register(partner, Map.of());
            moved.registerApplication("app", Map.of());
            String before = moved.exchange("app", OrganizationSite.SECRET, partner.assertion(moved.issuer()))
                    .text("access_token");
            assertThat(before).isNotEmpty();
            String admin = moved.adminToken();

            hosted.hosts(moved, List.of(Map.of("name", "auth.moved.example")));
            assertThat(moved.exchange("app", OrganizationSite.SECRET, partner.assertion(moved.issuer()))
                            .text("error"))
                    .isEqualTo("invalid_grant");
            Reply answer =
                    moved.exchange("app", OrganizationSite.SECRET, partner.assertion("https://auth.moved.example"));
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);

            assertThat(moved.api("GET", "/applications", "").status())
                    .as("a token for the REST API with the former audience")
                    .isEqualTo(401);
            String fresh = moved.token(
                            ServerProcess.ADMIN_ID, moved.adminSecret(), Map.of("grant_type", "client_credentials"))
                    .text("access_token");
            for (String token : List.of(before, admin, fresh, answer.text("access_token"))) {
                Reply introspection = moved.form("/oauth2/introspect", "Bearer " + fresh, Map.of("token", token));
                assertThat(introspection.json().path("active").asBoolean())
                        .as(introspection.body())
                        .isTrue();
            }
        }
    }

    @Test
    @Spec("RFC 9449 §4.3")
    void aProofIsForAnyAddressOfTheTokenEndpointOfTheOrganizationAndForNoOther() {
        List<String> own = List.of("https://" + ACME, "https://" + ACME_2, "https://" + SERVER + "/t/acme");
        for (String base : own) {
            for (String path : List.of("", "/t/acme")) {
                assertThat(proven(path.isEmpty() ? ACME : SERVER, path, base).text("token_type"))
                        .as(base + " at " + path)
                        .isEqualTo("DPoP");
            }
        }
        for (String base : List.of("https://" + SERVER, "https://" + GLOBEX, "https://" + SERVER + "/t/globex")) {
            assertThat(proven(ACME, "", base).text("error")).as(base).isEqualTo("invalid_dpop_proof");
        }
    }

    private static Seen proven(String host, String path, String base) {
        String proof = SampleProof.at(Instant.now())
                .with("jti", Secrets.generateId())
                .with("htu", base + "/oauth2/token")
                .compact();
        return client.send(
                host,
                path + "/oauth2/token",
                "-u",
                ServerProcess.ADMIN_ID + ":" + acme.adminSecret(),
                "-H",
                "DPoP: " + proof,
                "-d",
                "grant_type=client_credentials");
    }

    @Test
    void withoutTlsTheHostOfTheRequestDecidesAlone() throws Exception {
        String keys = client.get(ACME, "/oauth2/jwks").body();

        for (String host : List.of(ACME, "AUTH.ACME.EXAMPLE", ACME + ":8080", ACME + ".", ACME_2)) {
            assertThat(hosted.plain(host, "/oauth2/jwks").body()).as(host).isEqualTo(keys);
        }
        for (String host : List.of("x" + ACME, ACME + ".evil.example", "acme.example", SERVER, "localhost")) {
            assertThat(hosted.plain(host, "/oauth2/jwks").body()).as(host).isNotEqualTo(keys);
        }
        assertThat(RawHttp.once(
                                hosted.process().httpPort(),
                                "GET http://%s/oauth2/jwks HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(ACME, SERVER))
                        .body())
                .as("RFC 9112 §3.2.2")
                .isEqualTo(keys);
    }

    @Test
    void aDisabledOrganizationIsAtNoneOfItsHosts() throws Exception {
        OrganizationSite off = root.create("off");
        hosted.hosts(off, List.of(Map.of("name", "auth.off.example")));
        assertThat(hosted.plain("auth.off.example", "/oauth2/jwks").status()).isEqualTo(200);

        root.api("PATCH", "/organizations/" + off.id(), Map.of("enabled", false));
        for (String path : List.of("/oauth2/jwks", "/console/sign-in", METADATA, "/", "/t/acme/oauth2/jwks")) {
            assertThat(hosted.plain("auth.off.example", path).status()).as(path).isEqualTo(404);
        }
        root.api("DELETE", "/organizations/" + off.id(), Map.of());
        assertThat(hosted.plain("auth.off.example", METADATA).body())
                .as("a host of no organization")
                .contains("\"https://" + SERVER + "\"");
        OrganizationSite next = root.create("next");
        hosted.hosts(next, List.of(Map.of("name", "auth.off.example")));
        assertThat(hosted.plain("auth.off.example", METADATA).body()).contains("\"https://auth.off.example\"");
    }

    @Test
    void theConsoleIsAtTheHostAndAtThePathForVisitorsFromTheRoot() throws Exception {
        assertThat(hosted.plain(ACME, "/console").header("Location")).isEqualTo("/console/sign-in");
        RawHttp.Answer signIn = hosted.plain(ACME, "/console/sign-in");
        assertThat(signIn.status()).isEqualTo(200);
        assertThat(signIn.body()).contains("\"/console/sign-in\"").doesNotContain("/t/acme");
        assertThat(signIn.header("Set-Cookie")).contains("__Host-", "-acme=");
        assertThat(hosted.plain(SERVER, "/t/acme/console").header("Location")).isEqualTo("/t/acme/console/sign-in");
        assertThat(hosted.plain(SERVER, "/t/acme/console/sign-in").body()).contains("\"/t/acme/console/sign-in\"");

        Reply link = root.api("POST", "/organizations/" + acme.id() + "/administrator-link", Map.of());
        assertThat(link.text("administrator_link")).startsWith("https://" + ACME + "/console/setup?code=");
    }
}
