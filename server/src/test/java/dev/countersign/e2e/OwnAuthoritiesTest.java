package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.signing.SigningKey;
import dev.countersign.core.jose.signing.TokenSigner;
import dev.countersign.e2e.Api.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end tests of certificate authorities of a company, which are trusted for one issuer or one application only. */
class OwnAuthoritiesTest {
    private static final SigningKey KEY = SigningKey.generate(Algorithm.ES256);

    @TempDir
    private static Path folder;

    private static ServerProcess server;
    private static ProtectedJwks site;

    @BeforeAll
    static void start() throws Exception {
        server = ServerProcess.start(folder.resolve("home"));
        site = ProtectedJwks.startPublic(
                new String(JsonText.write(Map.of("keys", List.of(KEY.publicJwk()))), StandardCharsets.UTF_8));
    }

    @AfterAll
    static void stop() {
        site.close();
        server.close();
    }

    @Test
    void theAuthoritiesOfAnIssuerApplyToItsMetadataAndAreInTheProposal() throws Exception {
        Answer unknown = server.api().admin("POST", "/trusted-token-issuers/discover", Map.of("issuer", site.origin()));
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.json().toString()).contains("metadata_unreachable");

        Answer found = server.api()
                .admin(
                        "POST",
                        "/trusted-token-issuers/discover",
                        Map.of("issuer", site.origin(), "trusted_certificates", List.of(site.authority())));

        assertThat(found.status()).as(found.json().toString()).isEqualTo(200);
        assertThat(found.json().get("warnings").toString()).contains("jwks_fetched");
        Map<String, Object> proposal = new LinkedHashMap<>(found.json());
        proposal.remove("warnings");
        Answer registered = server.api().admin("POST", "/trusted-token-issuers", proposal);
        assertThat(registered.status()).as(registered.json().toString()).isEqualTo(201);
        assertThat(registered.json().toString()).contains("jwks_fetched", "BEGIN CERTIFICATE");
    }

    @Test
    void theCommandThatDiscoversTakesTheAuthoritiesFromFiles() throws Exception {
        Path authority = Files.writeString(folder.resolve("authority.pem"), site.authority());
        var administrator = CommandRunner.administrating(server, folder);

        assertThat(administrator.run("issuer", "discover", site.origin()).status())
                .isNotZero();
        assertThat(administrator
                        .run(
                                "issuer",
                                "discover",
                                site.origin(),
                                "--trusted-certificate",
                                authority.toString(),
                                "--json")
                        .done()
                        .out())
                .contains("BEGIN CERTIFICATE");
    }

    @Test
    @Spec("RFC 7523 §2.2")
    void theAuthoritiesOfAnApplicationApplyToItsKeysAndToNothingElse() throws Exception {
        Answer application = server.api()
                .admin(
                        "POST",
                        "/applications",
                        Map.of(
                                "name",
                                "signer",
                                "token_endpoint_auth_method",
                                "private_key_jwt",
                                "jwks_url",
                                site.url(),
                                "grant_types",
                                List.of("client_credentials")));
        assertThat(application.status()).as(application.json().toString()).isEqualTo(201);
        String clientId = application.text("client_id");
        assertThat(token(clientId).status()).as("unknown authority").isNotEqualTo(200);

        Path authority = Files.writeString(folder.resolve("ca.pem"), site.authority());
        CommandRunner.administrating(server, folder)
                .run("application", "edit", "signer", "--trusted-certificate", authority.toString())
                .done();

        Answer answer = token(clientId);
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        Answer elsewhere =
                server.api().admin("POST", "/trusted-token-issuers/discover", Map.of("issuer", site.origin()));
        assertThat(elsewhere.status()).isEqualTo(400);
    }

    private static Answer token(String clientId) throws Exception {
        long now = Instant.now().getEpochSecond();
        String proof = new TokenSigner(KEY, "client-authentication+jwt")
                .sign(JsonText.write(Map.of(
                        "iss",
                        clientId,
                        "sub",
                        clientId,
                        "aud",
                        server.issuer(),
                        "iat",
                        now,
                        "exp",
                        now + 60,
                        "jti",
                        UUID.randomUUID().toString())));
        return server.api()
                .form(
                        "/oauth2/token",
                        Optional.empty(),
                        Map.of(
                                "grant_type",
                                "client_credentials",
                                "client_assertion_type",
                                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                                "client_assertion",
                                proof));
    }
}
