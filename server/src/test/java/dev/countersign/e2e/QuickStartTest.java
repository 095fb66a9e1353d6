package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.InstalledProgram;
import dev.countersign.core.client.AuthenticationMethod;
import dev.countersign.server.console.application.QuickStartPrograms;
import dev.countersign.server.console.application.QuickStartPrograms.Program;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * End-to-end test of the programs of <em>Quick start</em>, saved and run as the page says, over TLS with its
 * certificate.
 */
class QuickStartTest {
    @TempDir
    private static Path folder;

    private static QuickStartServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new QuickStartServer(folder, Map.of());
        for (AuthenticationMethod method : List.of(
                AuthenticationMethod.CLIENT_SECRET_BASIC,
                AuthenticationMethod.CLIENT_SECRET_POST,
                AuthenticationMethod.PRIVATE_KEY_JWT)) {
            server.with(method, Map.of());
        }
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static Program program(AuthenticationMethod method, String language) {
        return QuickStartPrograms.of(server.clientId(method), method, server.issuer(), server.certificate()).stream()
                .filter(program -> program.language().equals(language))
                .findFirst()
                .orElseThrow();
    }

    private static String output(AuthenticationMethod method, String language) throws Exception {
        return server.output(method, program(method, language), Map.of());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*TLS_CLIENT_AUTH")
    void curl(AuthenticationMethod method) throws Exception {
        InstalledProgram.orSkip("curl", InstalledProgram.onPath("curl"));

        assertThat(output(method, "curl")).contains("\"access_token\":", "orders:read");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*TLS_CLIENT_AUTH")
    void java(AuthenticationMethod method) throws Exception {
        assertThat(output(method, "java")).contains("\"access_token\":", "orders:read");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*TLS_CLIENT_AUTH")
    void node(AuthenticationMethod method) throws Exception {
        assertThat(output(method, "node")).contains("access_token:", "orders:read");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*TLS_CLIENT_AUTH")
    void python(AuthenticationMethod method) throws Exception {
        InstalledProgram.orSkip("python3-requests", QuickStartServer.succeeds("python3", "-c", "import requests"));

        assertThat(output(method, "python")).contains("'access_token':", "orders:read");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*TLS_CLIENT_AUTH")
    void noProgramDecidesWhatIsKnownAlready(AuthenticationMethod method) {
        for (String language : List.of("curl", "java", "python", "node", "go")) {
            String code = program(method, language).code();
            boolean signs = method == AuthenticationMethod.PRIVATE_KEY_JWT;

            assertThat(code).as(language).doesNotContain("inBody", "in_body", "ENDPOINT", "CLIENT_ID", "CERTIFICATE");
            assertThat(code.contains("CLIENT_ASSERTION")).as(language).isEqualTo(signs);
            assertThat(code.contains("SECRET")).as(language).isEqualTo(!signs);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*TLS_CLIENT_AUTH")
    void withACertificateThatAllTrustThereIsNothingToTell(AuthenticationMethod method) {
        QuickStartPrograms.of("app", method, "https://tokens.example.com", Optional.empty())
                .forEach(program -> assertThat(program.code() + program.run())
                        .doesNotContain("cacert", "trustStore", "CA_BUNDLE", "CA_CERTS", "CERT_FILE", "CERTIFICATE"));
    }
}
