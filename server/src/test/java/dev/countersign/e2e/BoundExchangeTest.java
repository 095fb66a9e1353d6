package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.countersign.FreePort;
import dev.countersign.core.Spec;
import dev.countersign.core.jose.certificate.CertificateRequest;
import dev.countersign.core.jose.certificate.CertificateRequest.Issued;
import dev.countersign.core.jose.certificate.ClientCertificate;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** End-to-end tests of the command {@code exchange} with DPoP proofs and with client certificates, over TLS. */
class BoundExchangeTest {
    private static final String SECRET = "a-secret-of-at-least-thirty-two-characters";

    @TempDir
    private static Path folder;

    /** Asks for certificates at a port of its own, and for no nonce. */
    private static ServerProcess server;

    /** Asks for a nonce in every proof, and for no certificate. */
    private static ServerProcess demanding;

    private static ThirdParty partner;
    private static Issued authority;

    @BeforeAll
    static void start() throws Exception {
        authority = CertificateRequest.authority("CN=authority of clients").selfSigned();
        Path authorities = Files.writeString(folder.resolve("authorities.pem"), authority.pem());
        partner = ThirdParty.start("partner");
        server = ServerProcess.start(
                folder.resolve("home"),
                Map.of(
                        "COUNTERSIGN_SERVER_MTLS_PORT", String.valueOf(FreePort.get()),
                        "COUNTERSIGN_SERVER_MTLS_TRUSTED_CERTIFICATES", authorities.toString()));
        demanding =
                ServerProcess.start(folder.resolve("demanding"), Map.of("COUNTERSIGN_OAUTH_DPOP_NONCE", "required"));
        for (ServerProcess each : List.of(server, demanding)) {
            each.api().register(partner);
            register(each, "keyed", Map.of("client_secret", SECRET, "dpop_bound_access_tokens", true));
        }
        register(
                server,
                "certified",
                Map.of("client_secret", SECRET, "tls_client_certificate_bound_access_tokens", true));
    }

    @AfterAll
    static void stop() {
        for (ServerProcess each : Arrays.asList(server, demanding)) {
            if (each != null) {
                each.close();
            }
        }
        if (partner != null) {
            partner.close();
        }
    }

    private static void register(ServerProcess at, String name, Map<String, Object> members) throws Exception {
        var application = new LinkedHashMap<String, Object>();
        application.put("name", name);
        application.put("client_id", name);
        application.put("scopes", List.of("orders:read"));
        application.put("default_scopes", List.of("orders:read"));
        application.putAll(members);
        var made = at.api().admin("POST", "/applications", application);
        assertThat(made.status()).as("%s", made.json()).isEqualTo(201);
    }

    private static CommandRunner.Ran exchange(ServerProcess at, String clientId, String... options) {
        var line = new ArrayList<>(List.of("exchange", "--client-id", clientId));
        line.addAll(List.of(options));
        return new CommandRunner(folder)
                .set("COUNTERSIGN_HOME", at.home().toString())
                .set("COUNTERSIGN_URL", at.issuer())
                .set("COUNTERSIGN_ASSERTION", partner.assertion(at.issuer()))
                .run(line.toArray(String[]::new));
    }

    private static JsonNode confirmation(CommandRunner.Ran decoded) {
        return decoded.done().json().path("claims").path("cnf");
    }

    private static String file(String name, String... blocks) throws Exception {
        return Files.writeString(folder.resolve(name), String.join("", blocks)).toString();
    }

    private static String pair(String name, Issued issued) throws Exception {
        return file(name, issued.pem(), issued.privateKeyPem());
    }

    private static String thumbprint(Issued issued) {
        return new ClientCertificate(issued.certificate(), List.of()).thumbprint();
    }

    @Test
    @Spec("RFC 9449 §5")
    void aProofBindsTheTokenToANewKey() {
        String[] options = {"--client-secret", SECRET, "--dpop", "--decode"};

        String one =
                confirmation(exchange(server, "keyed", options)).path("jkt").asString();
        String other =
                confirmation(exchange(server, "keyed", options)).path("jkt").asString();

        assertThat(one).hasSize(43).isNotEqualTo(other);
        assertThat(exchange(server, "keyed", "--client-secret", SECRET, "--dpop", "--json")
                        .done()
                        .json()
                        .path("token_type")
                        .asString())
                .isEqualTo("DPoP");
        assertThat(exchange(server, "keyed", "--client-secret", SECRET, "--dpop")
                        .done()
                        .out()
                        .split("\\.", -1))
                .hasSize(3);
    }

    @Test
    @Spec("RFC 9449 §8")
    void theProofIsMadeAgainWithTheNonceThatTheServerAsksFor() {
        var ran = exchange(demanding, "keyed", "--client-secret", SECRET, "--dpop", "--json");

        assertThat(ran.done().json().path("token_type").asString()).isEqualTo("DPoP");
    }

    @Test
    void withoutAProofAnApplicationThatNeedsOneIsRefused() {
        var refused = exchange(server, "keyed", "--client-secret", SECRET);

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains("400 invalid_dpop_proof");
        assertThat(exchange(demanding, "keyed", "--client-secret", "x".repeat(32), "--dpop")
                        .status())
                .isEqualTo(77);
    }

    @Test
    void theProofNamesThePublishedEndpointWhereverTheServerIsReached() {
        var ran =
                exchange(server, "keyed", "--client-secret", SECRET, "--dpop", "--json", "--url", server.plainOrigin());

        assertThat(ran.done().json().path("token_type").asString()).isEqualTo("DPoP");
    }

    @Test
    void whereNoMetadataIsTheFailureSaysSo() throws Exception {
        try (var other = new StaticSite()) {
            var failed = exchange(server, "keyed", "--client-secret", SECRET, "--dpop", "--url", other.origin());

            assertThat(failed.status()).isEqualTo(69);
            assertThat(failed.err()).contains("is this the right address?");
        }
    }

    @Test
    @Spec("RFC 8705 §2.1")
    void aCertificateAuthenticatesWithTheClientIdAlone() throws Exception {
        register(
                server,
                "by-name",
                Map.of(
                        "token_endpoint_auth_method", "tls_client_auth",
                        "tls_client_auth_subject_dn", "CN=by name",
                        "tls_client_certificate_bound_access_tokens", true));
        var certificate = CertificateRequest.of("CN=by name").by(authority);
        String expected = thumbprint(certificate);
        String together = pair("by-name.pem", certificate);
        String alone = file("by-name.crt", certificate.pem());
        String key = file("by-name.key", certificate.privateKeyPem());

        assertThat(confirmation(exchange(server, "by-name", "--client-cert", together, "--decode"))
                        .path("x5t#S256")
                        .asString())
                .isEqualTo(expected);
        assertThat(confirmation(exchange(server, "by-name", "--client-cert", alone, "--client-key", key, "--decode"))
                        .path("x5t#S256")
                        .asString())
                .isEqualTo(expected);
        JsonNode both = confirmation(exchange(server, "by-name", "--client-cert", together, "--dpop", "--decode"));
        assertThat(both.path("x5t#S256").asString()).isEqualTo(expected);
        assertThat(both.path("jkt").asString()).hasSize(43);

        var wrong = exchange(
                server,
                "by-name",
                "--client-cert",
                pair("another.pem", CertificateRequest.of("CN=another").by(authority)));
        assertThat(wrong.status()).isEqualTo(77);
        assertThat(wrong.err()).contains("401 invalid_client");
    }

    @Test
    @Spec("RFC 8705 §2.2")
    void aSelfSignedCertificateIsPresentedAlthoughNoAuthorityIssuedIt() throws Exception {
        var certificate = CertificateRequest.of("CN=own").selfSigned();
        register(server, "self-signed", CertifiedClient.selfSigned(certificate.certificate()));

        exchange(server, "self-signed", "--client-cert", pair("own.pem", certificate))
                .done();

        assertThat(exchange(
                                server,
                                "self-signed",
                                "--client-cert",
                                pair(
                                        "stranger.pem",
                                        CertificateRequest.of("CN=own").selfSigned()))
                        .status())
                .isEqualTo(77);
    }

    @Test
    @Spec("RFC 8705 §3")
    void aCertificateBindsTheTokenOfAnApplicationWithASecret() throws Exception {
        var certificate = CertificateRequest.of("CN=any").selfSigned();
        String pem = pair("any.pem", certificate);

        assertThat(confirmation(exchange(
                                server, "certified", "--client-secret", SECRET, "--client-cert", pem, "--decode"))
                        .path("x5t#S256")
                        .asString())
                .isEqualTo(thumbprint(certificate));
        assertThat(exchange(server, "certified", "--client-secret", SECRET).err())
                .contains("400 invalid_request");
        assertThat(exchange(server, "certified", "--client-cert", pem).status())
                .as("without its secret")
                .isEqualTo(77);
        exchange(demanding, "keyed", "--client-secret", SECRET, "--client-cert", pem, "--dpop")
                .done();
    }

    @Test
    void aFileThatCannotBeUsedIsNamedWithTheReason() throws Exception {
        var certificate = CertificateRequest.of("CN=files").by(authority);
        String alone = file("files.crt", certificate.pem());
        String broken = file("broken.key", "-----BEGIN PRIVATE KEY-----\nMAAA\n-----END PRIVATE KEY-----\n");
        String other =
                file("other.key", CertificateRequest.of("CN=other").selfSigned().privateKeyPem());

        assertFails(66, "absent.pem cannot be read: there is no such file", "--client-cert", folder + "/absent.pem");
        assertFails(66, "absent.key cannot be read", "--client-cert", alone, "--client-key", folder + "/absent.key");
        assertFails(
                65,
                "files.crt holds no private key in PEM. Name another file with --client-key.",
                "--client-cert",
                alone);
        assertFails(
                65,
                "broken.key holds a private key that cannot be read.",
                "--client-cert",
                alone,
                "--client-key",
                broken);
        assertFails(
                65, "other.key is not the one of the certificate in", "--client-cert", alone, "--client-key", other);
        assertFails(65, "other.key holds a private key and no certificate", "--client-cert", other);
        assertFails(64, "--client-key needs --client-cert.", "--client-secret", SECRET, "--client-key", other);
    }

    private static void assertFails(int status, String message, String... options) {
        var failed = exchange(server, "certified", options);

        assertThat(failed.err()).contains(message).doesNotContain("BEGIN");
        assertThat(failed.status()).isEqualTo(status);
        assertThat(failed.out()).isEmpty();
    }

    @Test
    void withoutAClientIdTheFailureSaysHowToGiveOne() throws Exception {
        String pem = pair("nameless.pem", CertificateRequest.of("CN=nameless").selfSigned());

        var failed = new CommandRunner(folder)
                .set("COUNTERSIGN_URL", server.issuer())
                .run("exchange", "--client-cert", pem, "--assertion", "a.b.c");

        assertThat(failed.status()).isEqualTo(78);
        assertThat(failed.err()).contains("There is no client id", "--client-id");
    }

    @Test
    void anAlertOfAServerThatAcceptsNoSuchCertificateIsNotTakenForItsOwnCertificate() throws Exception {
        var own = CertificateRequest.of("CN=localhost")
                .alternativeName(GeneralName.dNSName, "localhost")
                .selfSigned();
        var strict = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        strict.setHttpsConfigurator(
                new HttpsConfigurator(CertifiedClient.tls(folder.resolve("authorities.pem"), Optional.of(own))) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        var tls = getSSLContext().getDefaultSSLParameters();
                        tls.setNeedClientAuth(true);
                        // in TLS 1.3 the alert follows the handshake, and can be lost when the connection is closed
                        tls.setProtocols(new String[] {"TLSv1.2"});
                        parameters.setSSLParameters(tls);
                    }
                });
        strict.start();
        try {
            String url = "https://localhost:" + strict.getAddress().getPort();

            var refused = exchange(
                    server,
                    "certified",
                    "--url",
                    url,
                    "--cacert",
                    file("strict.pem", own.pem()),
                    "--client-cert",
                    pair("unknown.pem", CertificateRequest.of("CN=unknown").selfSigned()));

            assertThat(refused.status()).isEqualTo(69);
            // the alert, or the end of the connection if that comes first
            assertThat(refused.err())
                    .containsAnyOf(
                            url + " refuses the TLS connection: ",
                            url + " closes the connection during the TLS handshake.");
        } finally {
            strict.stop(0);
        }
    }
}
