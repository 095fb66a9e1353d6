package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.FreePort;
import dev.countersign.core.Spec;
import dev.countersign.e2e.WrittenRequests.Reply;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** End-to-end tests of the paths of organizations: which are served, by whom, and that no other is. */
class OrganizationPathsTest {
    private static final String BASE = "https://tokens.example/auth";
    private static final int PORT = FreePort.get();

    /** Paths at which there is nothing. */
    private static final List<String> NOWHERE = List.of(
            "/t",
            "/t/",
            "/t//oauth2/jwks",
            "/t/./oauth2/jwks",
            "/t/../oauth2/jwks",
            "/t/../api/v1/presets",
            "/t/acme/../oauth2/jwks",
            "/t/acme/..",
            "/t/ACME/oauth2/jwks",
            "/T/acme/oauth2/jwks",
            "/t/%61cme/oauth2/jwks",
            "/t/acme%2foauth2/jwks",
            "/t/acme%2f..%2foauth2/jwks",
            "/t/acme%2e/oauth2/jwks",
            "/t/acme%00/oauth2/jwks",
            "/t/acme;a=b/oauth2/jwks",
            "/t%2facme/oauth2/jwks",
            "//t/acme/oauth2/jwks",
            "/t/acme//oauth2/jwks",
            "/t/acme/oauth2/jwks/",
            "/t/acme",
            "/t/acme/",
            "/t/acme/health/live",
            "/t/acme/health/ready",
            "/t/acme/metrics",
            "/t/acme/t/acme/oauth2/jwks",
            "/t/nobody/t/acme/oauth2/jwks",
            "/t/acme/t/nobody/oauth2/jwks",
            "/t/-acme/oauth2/jwks",
            "/oauth2/jwks/t/acme",
            "/console/t/acme/oauth2/jwks",
            "/api/v1/t/acme/oauth2/jwks",
            "/auth/t",
            "/auth/t/",
            "/auth/t/nobody/oauth2/jwks",
            "/auth/t/acme/t/acme/oauth2/jwks",
            "/auth/auth/t/acme/oauth2/jwks",
            "/t/acme/auth/oauth2/jwks",
            "/auth/t/acme/health/ready",
            "/.well-known/oauth-authorization-server/t/acme/",
            "/.well-known/oauth-authorization-server/t/nobody",
            "/.well-known/oauth-authorization-server/t/",
            "/.well-known/oauth-authorization-server/t/acme/oauth2/jwks",
            "/.well-known/openid-configuration/t/acme/oauth2/jwks",
            "/.well-known/openid-configuration/.well-known/oauth-authorization-server/t/acme",
            "/.well-known/oauth-authorization-server/.well-known/openid-configuration/t/acme/oauth2/jwks",
            "/auth/.well-known/oauth-authorization-server/t/acme/oauth2/jwks");

    @TempDir
    private static Path folder;

    private static ServerProcess server;
    private static OrganizationSite root;
    private static OrganizationSite acme;

    @BeforeAll
    static void start() {
        server = ServerProcess.start(
                folder.resolve("home"),
                Map.of("COUNTERSIGN_SERVER_BASE_URL", BASE, "COUNTERSIGN_SERVER_MTLS_PORT", String.valueOf(PORT)));
        root = OrganizationSite.root(server, BASE);
        acme = root.create("acme");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static Reply get(String path) {
        return WrittenRequests.send("GET", server.plainOrigin() + path, Map.of(), "");
    }

    @ParameterizedTest
    @FieldSource("NOWHERE")
    void whatIsNoPathOfAnOrganizationIsNotFound(String path) {
        assertThat(get(path).status()).as(get(path).body()).isIn(400, 404);
        assertThat(get(path).body()).doesNotContain("\"keys\"", "\"issuer\"");
    }

    @Test
    void anOrganizationThatIsNotThereLooksTheSameAtEveryPath() {
        for (String path :
                List.of("", "/oauth2/jwks", "/console/sign-in", "/api/v1/presets", "/api/v1/openapi.json", "/x")) {
            String expected = get("/t/nobody" + path).shown();
            assertThat(expected).startsWith("404");
            for (String slug : List.of("n".repeat(64), "n".repeat(1000), "NOBODY", "%6e", "-")) {
                assertThat(get("/t/" + slug + path).shown()).as(slug + path).isEqualTo(expected);
            }
        }
        Reply form = WrittenRequests.send(
                "POST",
                server.plainOrigin() + "/t/nobody/oauth2/token",
                Map.of("Content-Type", WrittenRequests.FORM),
                "a=b");
        assertThat(form.shown()).isEqualTo(get("/t/nobody/oauth2/token").shown());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/auth"})
    void aProxyMayForwardOrRemoveThePathOfTheBase(String prefix) {
        for (String path : List.of("/oauth2/jwks", "/.well-known/openid-configuration", "/console/sign-in")) {
            assertThat(get(prefix + "/t/acme" + path).status())
                    .as(prefix + path)
                    .isEqualTo(200);
        }
        assertThat(get(prefix + "/t/acme/oauth2/jwks").body())
                .isNotEqualTo(get(prefix + "/oauth2/jwks").body());
        assertThat(get(prefix + "/t/acme/console").header("Location")).isEqualTo("/auth/t/acme/console/sign-in");
        Reply page = get(prefix + "/t/acme/console/sign-in");
        assertThat(page.body()).contains("\"/auth/t/acme/console/sign-in\"").doesNotContain("\"/console");
        assertThat(get(prefix + "/t/acme/api/v1/applications").status()).isEqualTo(401);
    }

    @Test
    @Spec("RFC 8414 §3.1")
    void theMetadataNamesTheOrganizationAloneAtAllItsPaths() {
        var bodies = new ArrayList<String>();
        for (String path : List.of(
                "/.well-known/oauth-authorization-server/auth/t/acme",
                "/.well-known/openid-configuration/auth/t/acme",
                "/.well-known/oauth-authorization-server/t/acme",
                "/t/acme/.well-known/oauth-authorization-server",
                "/auth/t/acme/.well-known/oauth-authorization-server",
                "/t/acme/.well-known/openid-configuration",
                "/auth/t/acme/.well-known/openid-configuration")) {
            Reply metadata = get(path);
            assertThat(metadata.status()).as(path).isEqualTo(200);
            assertThat(metadata.header("Access-Control-Allow-Origin")).isEqualTo("*");
            bodies.add(metadata.body());
        }
        assertThat(bodies.stream().distinct()).hasSize(1);
        var metadata =
                get("/.well-known/oauth-authorization-server/auth/t/acme").json();
        assertThat(metadata.path("issuer").asString()).isEqualTo(BASE + "/t/acme");
        for (String member : metadata.propertyNames()) {
            if (metadata.path(member).asString("").startsWith("https://")) {
                assertThat(metadata.path(member).asString()).as(member).startsWith(BASE + "/t/acme");
            }
        }
        for (String alias : metadata.path("mtls_endpoint_aliases").propertyNames()) {
            assertThat(metadata.path("mtls_endpoint_aliases").path(alias).asString())
                    .as(alias)
                    .isEqualTo(metadata.path(alias)
                            .asString()
                            .replace("https://tokens.example/", "https://tokens.example:" + PORT + "/"));
        }
        assertThat(get("/.well-known/oauth-authorization-server/auth").text("issuer"))
                .isEqualTo(BASE);
    }

    @Test
    @Spec("RFC 8705 §5")
    void theListenerForCertificatesServesOrganizationsWithoutPages() throws Exception {
        var client = CertifiedClient.of(server.home().resolve("conf/tls/certificate.pem"), Optional.empty());
        String origin = "https://localhost:" + PORT;

        assertThat(client.get(origin + "/t/acme/oauth2/jwks").json())
                .isEqualTo(client.get(origin + "/auth/t/acme/oauth2/jwks").json())
                .isNotEqualTo(client.get(origin + "/oauth2/jwks").json());
        assertThat(client.get(origin + "/t/acme/api/v1/applications").status()).isEqualTo(401);
        for (String path :
                List.of("/t/acme/console", "/t/acme/console/sign-in", "/t/acme/health/live", "/t/acme/metrics")) {
            assertThat(client.get(origin + path).status()).as(path).isEqualTo(404);
        }
    }

    @Test
    void theOrganizationsAreTheRootsAlone() {
        for (String method : List.of("GET", "POST", "PATCH", "DELETE", "PUT")) {
            for (String path : List.of(
                    "/organizations",
                    "/organizations/import",
                    "/organizations/" + acme.id(),
                    "/organizations/" + acme.id() + "/export",
                    "/organizations/x/administrator-link")) {
                assertThat(acme.api(method, path, method.equals("GET") ? "" : "{}")
                                .shown())
                        .as(method + path)
                        .isEqualTo(acme.api(method, "/nothing", method.equals("GET") ? "" : "{}")
                                .shown());
            }
        }
    }
}
