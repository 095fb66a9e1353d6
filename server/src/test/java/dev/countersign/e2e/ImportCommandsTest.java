package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.countersign.e2e.Api.Answer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** End-to-end tests of the import: the sample of each product, applied, and used by its client. */
class ImportCommandsTest {
    private static final String CLIENT = "orders-client";
    private static final String API = "https://orders.example.com";
    private static final String PUBLISHED_KEYS = "https://partner.example/jwks.json";

    @TempDir
    private static Path servers;

    private static ServerProcess server;
    private static ThirdParty partner;

    @TempDir
    private Path folder;

    private CommandRunner commands;

    @BeforeAll
    static void start() {
        server = ServerProcess.start(servers.resolve("home"));
        partner = ThirdParty.start("partner");
    }

    @AfterAll
    static void stop() {
        server.close();
        partner.close();
    }

    @BeforeEach
    void administrate() {
        commands = CommandRunner.administrating(server, folder);
    }

    private ImportedTrust imported(String product, String... samples) throws Exception {
        var files = new ArrayList<String>();
        for (String sample : samples) {
            Path file = folder.resolve(sample);
            Files.writeString(
                    file,
                    ImportedTrust.sample(product + "/" + sample)
                            .replace(PUBLISHED_KEYS, partner.jwksUrl())
                            .replace("partner-1", kid()));
            files.add(file.toString());
        }
        if (product.equals("hydra")) {
            Path keys = folder.resolve("keys.json");
            Files.writeString(keys, published());
            files.add(keys.toString());
        }
        return ImportedTrust.of(commands, folder, product, files);
    }

    private static String published() throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(partner.jwksUrl())).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static String kid() throws Exception {
        return JsonMapper.shared()
                .readTree(published())
                .path("keys")
                .path(0)
                .path("kid")
                .asString();
    }

    private void apply(ImportedTrust trust) {
        trust.apply(commands);
        assertThat(commands.run("plan", "-f", trust.file().toString()).done().out())
                .contains("No difference.");
    }

    private static Answer posted(String secret, String assertion) throws Exception {
        return server.api()
                .form(
                        "/oauth2/token",
                        Optional.empty(),
                        Map.of(
                                "grant_type", Api.JWT_BEARER,
                                "client_id", CLIENT,
                                "client_secret", secret,
                                "scope", "orders:read",
                                "assertion", assertion));
    }

    private static JWTClaimsSet claims(Answer answer) throws Exception {
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        return SignedJWT.parse(answer.text("access_token")).getJWTClaimsSet();
    }

    @Test
    void theClientOfWso2GetsATokenForTheSameAssertion() throws Exception {
        var trust = imported("wso2", "idp.xml", "app-answer.json", "oidc-answer.json", "authorized-apis.json");
        assertThat(trust.imported().status()).as(trust.imported().err()).isEqualTo(3);
        apply(trust);

        JWTClaimsSet token = claims(posted(
                "secret-at-wso2-of-forty-characters-00001", partner.assertion("https://wso2.example/oauth2/token")));

        assertThat(token.getSubject()).isEqualTo("alice");
        assertThat(token.getAudience()).containsExactly(API);
        assertThat(token.getStringClaim("scope")).isEqualTo("orders:read");
        assertThat(token.getExpirationTime().getTime() - token.getIssueTime().getTime())
                .isEqualTo(900_000);
    }

    @Test
    void theClientOfKeycloakGetsATokenForALinkedSubjectAlone() throws Exception {
        apply(imported("keycloak", "realm.json"));
        String secret = "secret-at-keycloak-of-many-characters";

        JWTClaimsSet token = claims(server.api().exchange(CLIENT, secret, partner.assertion(server.issuer())));
        Answer unlinked =
                server.api().exchange(CLIENT, secret, partner.assertion(server.issuer(), Map.of("sub", "bob")));

        assertThat(token.getSubject()).isEqualTo("partner:alice");
        assertThat(token.getStringClaim("scope")).isEqualTo("orders:read");
        assertThat(unlinked.status()).isEqualTo(400);
        assertThat(unlinked.text("error")).isEqualTo("invalid_grant");
    }

    @Test
    void theClientOfHydraGetsATokenForItsSubjectsAlone() throws Exception {
        var trust = imported("hydra", "issuers.json", "clients.json");
        assertThat(trust.imported().done().err()).contains("Read 1 trusted token issuer and 1 application.");
        apply(trust);
        String secret = "secret-at-hydra-of-many-characters-01";

        JWTClaimsSet token = claims(posted(secret, partner.assertion(server.issuer(), Map.of("sub", "bob"))));
        Answer other = posted(secret, partner.assertion(server.issuer(), Map.of("sub", "mallory")));

        assertThat(token.getSubject()).isEqualTo("bob");
        assertThat(token.getStringClaim("scope")).isEqualTo("orders:read");
        assertThat(other.status()).isEqualTo(400);
    }

    @Test
    void nothingIsAppliedWithoutTheSecrets() throws Exception {
        var trust = imported("keycloak", "realm.json");
        commands.unset("COUNTERSIGN_IMPORTED_ORDERS_CLIENT");

        var refused = commands.run("apply", "-f", trust.file().toString(), "--yes");

        assertThat(refused.status()).isEqualTo(65);
        assertThat(refused.err()).contains("COUNTERSIGN_IMPORTED_ORDERS_CLIENT");
    }

    @Test
    void theServerIsNotNeeded() throws Exception {
        commands.set("COUNTERSIGN_URL", "https://127.0.0.1:1");

        assertThat(imported("hydra", "issuers.json", "clients.json").imported().status())
                .isZero();
        assertThat(List.of(folder.toFile().list())).contains("hydra.yaml", "hydra.yaml.secrets.env");
    }
}
