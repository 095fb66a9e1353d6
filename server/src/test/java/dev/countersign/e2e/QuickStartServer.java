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
import dev.countersign.core.client.AuthenticationMethod;
import dev.countersign.e2e.Api.Answer;
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

/** A server with an application for each authentication method, and the programs of <em>Quick start</em> in a shell. */
final class QuickStartServer implements AutoCloseable {
    private final Path folder;
    private final ServerProcess server;
    private final ThirdParty partner;
    private final ECKey key;
    private final Map<AuthenticationMethod, Answer> applications = new EnumMap<>(AuthenticationMethod.class);

    /** @param settings further settings of the server */
    QuickStartServer(Path folder, Map<String, String> settings) throws Exception {
        this.folder = folder;
        this.server = ServerProcess.start(
                Files.createDirectory(folder.resolve("a home's folder")).resolve("home"), settings);
        this.partner = ThirdParty.start("partner");
        this.key = new ECKeyGenerator(Curve.P_256)
                .keyUse(KeyUse.SIGNATURE)
                .keyID("k")
                .generate();
        String issuer = server.api().register(partner).text("id");
        Answer exchanging = server.api()
                .admin("PATCH", "/trusted-token-issuers/" + issuer, Map.of("token_exchange", Map.of("enabled", true)));
        assertThat(exchanging.status()).as("%s", exchanging.json()).isEqualTo(200);
    }

    /** Registers an application for a method, with further members. */
    QuickStartServer with(AuthenticationMethod method, Map<String, Object> more) throws Exception {
        var members = new LinkedHashMap<String, Object>();
        members.put("name", method.value());
        members.put("scopes", List.of("orders:read"));
        members.put("default_scopes", List.of("orders:read"));
        members.put("token_endpoint_auth_method", method.value());
        if (method == AuthenticationMethod.PRIVATE_KEY_JWT) {
            members.put("jwks", new JWKSet(key.toPublicJWK()).toJSONObject());
        }
        members.putAll(more);
        Answer registered = server.api().admin("POST", "/applications", members);
        assertThat(registered.status()).as("%s", registered.json()).isEqualTo(201);
        applications.put(method, registered);
        return this;
    }

    String issuer() {
        return server.issuer();
    }

    String clientId(AuthenticationMethod method) {
        return applications.get(method).text("client_id");
    }

    /** The file with the certificate of the server. */
    Optional<Path> certificate() {
        return Optional.of(server.home().resolve("conf/tls/certificate.pem"));
    }

    /** Saves a program, runs it in a shell as the page says, and tells what it printed. */
    String output(AuthenticationMethod method, Program program, Map<String, String> more) throws Exception {
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
                java + ":" + environment.get("PATH") + ":" + NodeProgram.path().getParent() + ":"
                        + LauncherShell.programIn(folder.resolve("bin")));
        environment.put("ASSERTION", partner.assertion(server.issuer()));
        environment.put("SUBJECT_TOKEN", partner.assertion(server.issuer()));
        if (method == AuthenticationMethod.PRIVATE_KEY_JWT) {
            environment.put("CLIENT_ASSERTION", clientAssertion());
        } else if (method.usesSecret()) {
            environment.put("SECRET", applications.get(method).text("client_secret"));
        }
        environment.putAll(more);
        var process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return printed;
    }

    private String clientAssertion() throws Exception {
        return new PrivateKeyJWT(
                        new ClientID(clientId(AuthenticationMethod.PRIVATE_KEY_JWT)),
                        URI.create(server.issuer()),
                        JWSAlgorithm.ES256,
                        key.toPrivateKey(),
                        key.getKeyID(),
                        null)
                .getClientAssertion()
                .serialize();
    }

    /** Whether a program of this machine ends well. */
    static boolean succeeds(String... command) throws Exception {
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

    @Override
    public void close() {
        partner.close();
        server.close();
    }
}
