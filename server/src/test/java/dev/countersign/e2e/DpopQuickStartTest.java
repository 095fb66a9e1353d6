package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.FreePort;
import dev.countersign.InstalledProgram;
import dev.countersign.core.Spec;
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

/**
 * End-to-end test of the programs of <em>Quick start</em> for tokens that are bound to a key or to a certificate, saved
 * and run as the page says, over TLS.
 */
class DpopQuickStartTest {
    private static final int PORT = FreePort.get();

    @TempDir
    private static Path folder;

    /** Asks for a nonce in every proof. */
    private static QuickStartServer demanding;

    /** Asks for no nonce, and for certificates at a port of its own. */
    private static QuickStartServer lenient;

    private static Map<String, String> certificate;

    @BeforeAll
    static void start() throws Exception {
        Map<String, Object> keyed = Map.of("dpop_bound_access_tokens", true);
        demanding = new QuickStartServer(
                        Files.createDirectory(folder.resolve("demanding")),
                        Map.of("COUNTERSIGN_OAUTH_DPOP_NONCE", "required"))
                .with(AuthenticationMethod.CLIENT_SECRET_BASIC, keyed)
                .with(AuthenticationMethod.CLIENT_SECRET_POST, keyed)
                .with(AuthenticationMethod.PRIVATE_KEY_JWT, keyed);
        var own = CertificateRequest.of("CN=own").selfSigned();
        certificate = Map.of(
                "CLIENT_CERT",
                        Files.writeString(folder.resolve("own.pem"), own.pem()).toString(),
                "CLIENT_KEY",
                        Files.writeString(folder.resolve("own.key"), own.privateKeyPem())
                                .toString());
        var registered = new LinkedHashMap<>(keyed);
        registered.putAll(CertifiedClient.selfSigned(own.certificate()));
        Map<String, Object> certified = Map.of("tls_client_certificate_bound_access_tokens", true);
        lenient = new QuickStartServer(
                        Files.createDirectory(folder.resolve("lenient")),
                        Map.of("COUNTERSIGN_SERVER_MTLS_PORT", String.valueOf(PORT)))
                .with(AuthenticationMethod.CLIENT_SECRET_BASIC, keyed)
                .with(AuthenticationMethod.CLIENT_SECRET_POST, certified)
                .with(AuthenticationMethod.PRIVATE_KEY_JWT, certified)
                .with(AuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH, registered);
    }

    @AfterAll
    static void stop() {
        if (demanding != null) {
            demanding.close();
        }
        if (lenient != null) {
            lenient.close();
        }
    }

    private static Program in(String language, List<Program> programs) {
        return programs.stream()
                .filter(program -> program.language().equals(language))
                .findFirst()
                .orElseThrow();
    }

    private static String output(QuickStartServer server, AuthenticationMethod method, String language)
            throws Exception {
        Program program = in(
                language,
                QuickStartPrograms.withProof(server.clientId(method), method, server.issuer(), server.certificate()));
        return server.output(method, program, Map.of());
    }

    private static void assertBound(String printed) {
        assertThat(printed).contains("access_token", "orders:read", "DPoP").doesNotContain("Bearer");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*TLS_CLIENT_AUTH")
    @Spec("RFC 9449 §8")
    void java(AuthenticationMethod method) throws Exception {
        assertBound(output(demanding, method, "java"));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*TLS_CLIENT_AUTH")
    void node(AuthenticationMethod method) throws Exception {
        assertBound(output(demanding, method, "node"));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*TLS_CLIENT_AUTH")
    void python(AuthenticationMethod method) throws Exception {
        InstalledProgram.orSkip(
                "python3-requests python3-cryptography",
                QuickStartServer.succeeds("python3", "-c", "import requests, cryptography"));

        assertBound(output(demanding, method, "python"));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = "CLIENT_SECRET.*")
    void commandLine(AuthenticationMethod method) throws Exception {
        assertBound(output(demanding, method, "countersign"));
    }

    @Test
    void withoutANonceTheFirstProofIsEnough() throws Exception {
        for (String language : List.of("java", "node", "countersign")) {
            assertBound(output(lenient, AuthenticationMethod.CLIENT_SECRET_BASIC, language));
        }
    }

    @Test
    @Spec("RFC 8705 §3")
    void curlPresentsACertificateBesideASecretOrAClientAssertion() throws Exception {
        InstalledProgram.orSkip("curl", InstalledProgram.onPath("curl"));
        for (AuthenticationMethod method :
                List.of(AuthenticationMethod.CLIENT_SECRET_POST, AuthenticationMethod.PRIVATE_KEY_JWT)) {
            Program program = in(
                    "curl",
                    QuickStartPrograms.withCertificate(
                            lenient.clientId(method), method, "https://localhost:" + PORT, lenient.certificate()));

            assertThat(lenient.output(method, program, certificate)).contains("\"access_token\":", "orders:read");
        }
    }

    @Test
    void theCommandLinePresentsACertificateBesideAProof() throws Exception {
        var method = AuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH;
        Program program = in(
                "countersign",
                QuickStartPrograms.withProof(
                        lenient.clientId(method),
                        AuthenticationMethod.TLS_CLIENT_AUTH,
                        lenient.issuer(),
                        lenient.certificate()));

        assertBound(lenient.output(method, program, certificate));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*TLS_CLIENT_AUTH")
    void noProgramDecidesWhatIsKnownAlready(AuthenticationMethod method) {
        for (Program program :
                QuickStartPrograms.withProof("app", method, "https://tokens.example.com", demanding.certificate())) {
            boolean signs = method == AuthenticationMethod.PRIVATE_KEY_JWT;

            assertThat(program.code())
                    .as(program.language())
                    .doesNotContain("ENDPOINT", "CLIENT_ID", "CERTIFICATE", "BASE_URL", method.value());
            assertThat(program.code().contains("CLIENT_ASSERTION"))
                    .as(program.language())
                    .isEqualTo(signs);
            assertThat(program.code().contains("SECRET")).as(program.language()).isEqualTo(!signs);
        }
    }
}
