package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.FreePort;
import dev.countersign.InstalledProgram;
import dev.countersign.core.client.AuthenticationMethod;
import dev.countersign.core.jose.certificate.CertificateRequest;
import dev.countersign.server.console.application.QuickStartPrograms;
import dev.countersign.server.console.application.QuickStartPrograms.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** End-to-end test of the programs of <em>Quick start</em> for token exchange, run as the page says, over TLS. */
class ExchangeQuickStartTest {
    private static final int PORT = FreePort.get();
    private static final String ISSUED = "\"issued_token_type\":\"urn:ietf:params:oauth:token-type:access_token\"";

    @TempDir
    private static Path folder;

    private static QuickStartServer server;
    private static Map<String, String> certificate;

    @BeforeAll
    static void start() throws Exception {
        Map<String, Object> grants = Map.of("grant_types", List.of("urn:ietf:params:oauth:grant-type:token-exchange"));
        var own = CertificateRequest.of("CN=own").selfSigned();
        certificate = Map.of(
                "CLIENT_CERT",
                        Files.writeString(folder.resolve("own.pem"), own.pem()).toString(),
                "CLIENT_KEY",
                        Files.writeString(folder.resolve("own.key"), own.privateKeyPem())
                                .toString());
        var certified = new LinkedHashMap<>(grants);
        certified.putAll(CertifiedClient.selfSigned(own.certificate()));
        server = new QuickStartServer(folder, Map.of("COUNTERSIGN_SERVER_MTLS_PORT", String.valueOf(PORT)))
                .with(AuthenticationMethod.CLIENT_SECRET_BASIC, grants)
                .with(AuthenticationMethod.CLIENT_SECRET_POST, grants)
                .with(AuthenticationMethod.PRIVATE_KEY_JWT, grants)
                .with(AuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH, certified);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static Program only(List<Program> programs) {
        assertThat(programs).hasSize(1);
        return programs.getFirst();
    }

    private static Program program(AuthenticationMethod method, String baseUrl) {
        return only(QuickStartPrograms.ofExchange(server.clientId(method), method, baseUrl, server.certificate()));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*TLS_CLIENT_AUTH")
    void curl(AuthenticationMethod method) throws Exception {
        InstalledProgram.orSkip("curl", InstalledProgram.onPath("curl"));

        assertThat(server.output(method, program(method, server.issuer()), Map.of()))
                .contains("\"access_token\":", ISSUED, "orders:read");
    }

    @Test
    void curlPresentsACertificate() throws Exception {
        InstalledProgram.orSkip("curl", InstalledProgram.onPath("curl"));
        var method = AuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH;

        assertThat(server.output(method, program(method, "https://localhost:" + PORT), certificate))
                .contains("\"access_token\":", ISSUED, "orders:read");
    }

    @ParameterizedTest
    @EnumSource(
            value = AuthenticationMethod.class,
            names = {"CLIENT_SECRET_BASIC", "CLIENT_SECRET_POST", "SELF_SIGNED_TLS_CLIENT_AUTH"})
    void commandLineSendsAProof(AuthenticationMethod method) throws Exception {
        Program program = only(QuickStartPrograms.ofExchangeWithProof(
                server.clientId(method), method, server.issuer(), server.certificate()));

        assertThat(server.output(method, program, certificate))
                .contains("access_token", "urn:ietf:params:oauth:token-type:access_token", "orders:read", "DPoP")
                .doesNotContain("Bearer");
    }

    @Test
    void theCommandLineSignsNoClientAssertion() {
        assertThat(QuickStartPrograms.ofExchangeWithProof(
                        "app", AuthenticationMethod.PRIVATE_KEY_JWT, server.issuer(), server.certificate()))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(AuthenticationMethod.class)
    void noProgramPresentsAnAssertion(AuthenticationMethod method) {
        Program program =
                only(QuickStartPrograms.ofExchange("app", method, "https://tokens.example.com", server.certificate()));

        assertThat(program.code().replace("CLIENT_ASSERTION", ""))
                .contains("SUBJECT_TOKEN")
                .doesNotContain("ASSERTION", "grant-type:jwt-bearer", "ENDPOINT", "CLIENT_ID");
    }
}
