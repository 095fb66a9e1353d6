package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.id.ClientID;
import dev.countersign.InstalledProgram;
import dev.countersign.core.client.AuthenticationMethod;
import dev.countersign.e2e.Api.Answer;
import dev.countersign.server.console.application.QuickStartPrograms;
import dev.countersign.server.console.application.QuickStartPrograms.Program;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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

    private static final Map<AuthenticationMethod, Answer> applications = new EnumMap<>(AuthenticationMethod.class);
    private static ServerProcess server;
    private static ThirdParty partner;
    private static ECKey key;

    @BeforeAll
    static void start() throws Exception {
        server = ServerProcess.start(
                Files.createDirectory(folder.resolve("a home's folder")).resolve("home"));
        partner = ThirdParty.start("partner");
        server.api().register(partner);
        key = new ECKeyGenerator(Curve.P_256)
                .keyUse(KeyUse.SIGNATURE)
                .keyID("k")
                .generate();
        for (AuthenticationMethod method : List.of(
                AuthenticationMethod.CLIENT_SECRET_BASIC,
                AuthenticationMethod.CLIENT_SECRET_POST,
                AuthenticationMethod.PRIVATE_KEY_JWT)) {
            applications.put(method, register(method));
        }
    }

    @AfterAll
    static void stop() {
        if (partner != null) {
            partner.close();
        }
        if (server != null) {
            server.close();
        }
    }

    private static Answer register(AuthenticationMethod method) throws Exception {
        var members = new LinkedHashMap<String, Object>();
        members.put("name", method.value());
        members.put("scopes", List.of("orders:read"));
        members.put("default_scopes", List.of("orders:read"));
        members.put("token_endpoint_auth_method", method.value());
        if (method == AuthenticationMethod.PRIVATE_KEY_JWT) {
            members.put("jwks", new JWKSet(key.toPublicJWK()).toJSONObject());
        }
        Answer registered = server.api().admin("POST", "/applications", members);
        assertThat(registered.status()).as("%s", registered.json()).isEqualTo(201);
        return registered;
    }

    private static Program program(AuthenticationMethod method, String language) {
        return QuickStartPrograms.of(
                        applications.get(method).text("client_id"),
                        method,
                        server.issuer(),
                        Optional.of(server.home().resolve("conf/tls/certificate.pem")))
                .stream()
                .filter(program -> program.language().equals(language))
                .findFirst()
                .orElseThrow();
    }

    /** Saves it, runs it in a shell, and tells what it printed. */
    private static String output(AuthenticationMethod method, Program program) throws Exception {
        Path directory = Files.createTempDirectory(folder, "program");
        if (!program.file().isEmpty()) {
            Files.writeString(directory.resolve(program.file()), program.code());
        }
        String line = program.file().isEmpty() ? program.code() : program.run();
        var builder = new ProcessBuilder("bash", "-c", line)
                .directory(directory.toFile())
                .redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        Path java = Path.of(System.getProperty("java.home"), "bin");
        environment.put(
                "PATH",
                java + ":" + environment.get("PATH") + ":" + NodeProgram.path().getParent());
        environment.put("ASSERTION", partner.assertion(server.issuer()));
        if (method == AuthenticationMethod.PRIVATE_KEY_JWT) {
            environment.put("CLIENT_ASSERTION", clientAssertion());
        } else {
            environment.put("SECRET", applications.get(method).text("client_secret"));
        }
        var process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return printed;
    }

    private static String clientAssertion() throws Exception {
        var client = new ClientID(
                applications.get(AuthenticationMethod.PRIVATE_KEY_JWT).text("client_id"));
        return new PrivateKeyJWT(
                        client,
                        URI.create(server.issuer()),
                        JWSAlgorithm.ES256,
                        key.toPrivateKey(),
                        key.getKeyID(),
                        null)
                .getClientAssertion()
                .serialize();
    }

    private static boolean succeeds(String... command) throws Exception {
        try {
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException notThere) {
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*TLS_CLIENT_AUTH")
    void curl(AuthenticationMethod method) throws Exception {
        InstalledProgram.orSkip("curl", InstalledProgram.onPath("curl"));

        assertThat(output(method, program(method, "curl"))).contains("\"access_token\":", "orders:read");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*TLS_CLIENT_AUTH")
    void java(AuthenticationMethod method) throws Exception {
        assertThat(output(method, program(method, "java"))).contains("\"access_token\":", "orders:read");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*TLS_CLIENT_AUTH")
    void node(AuthenticationMethod method) throws Exception {
        assertThat(output(method, program(method, "node"))).contains("access_token:", "orders:read");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*TLS_CLIENT_AUTH")
    void python(AuthenticationMethod method) throws Exception {
        InstalledProgram.orSkip("python3-requests", succeeds("python3", "-c", "import requests"));

        assertThat(output(method, program(method, "python"))).contains("'access_token':", "orders:read");
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
