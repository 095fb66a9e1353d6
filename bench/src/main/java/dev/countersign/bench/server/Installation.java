package dev.countersign.bench.server;

import dev.countersign.bench.machine.Folders;
import dev.countersign.bench.machine.Processors;
import dev.countersign.bench.machine.Program;
import dev.countersign.core.jose.key.Algorithm;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A home of Countersign with a registered issuer and two applications, and without any exchange. Servers start with
 * copies of it.
 *
 * @param checkout the version that serves
 * @param plainPort port for plain HTTP of each server
 * @param tlsPort port for HTTPS of each server
 * @param path of the organization that is asked for tokens; empty for the root
 */
public record Installation(
        Checkout checkout, Folders folders, Storage storage, int plainPort, int tlsPort, String path) {
    static final String SECRET = "bench-secret-0123456789-0123456789-0123456789";
    public static final List<Algorithm> ALGORITHMS = List.of(Algorithm.RS256, Algorithm.ES256);

    private static final String ADMINISTRATOR = "admin";

    /** Creates an installation: starts a server once, and registers the issuer and the applications through its REST API. */
    public static Installation make(Checkout checkout, Folders folders, Storage storage, URI jwksUrl)
            throws IOException, InterruptedException, SQLException {
        var made = new Installation(checkout, folders, storage, BenchServer.freePort(), BenchServer.freePort(), "");
        Path home = made.template();
        Folders.remove(home);
        Files.createDirectories(home.resolve("conf"));
        Files.writeString(home.resolve("conf/deployment.toml"), """
                [server]
                bind = "127.0.0.1"

                [oauth.jwks_endpoint]
                allowed_private_hosts = ["127.0.0.1"]
                """);
        var bootstrap = Map.of(
                "COUNTERSIGN_BOOTSTRAP_ADMIN_CLIENT_ID", ADMINISTRATOR,
                "COUNTERSIGN_BOOTSTRAP_ADMIN_CLIENT_SECRET", SECRET);
        try (var server = Countersign.start(
                        checkout.name(), made, home, storage.template(home), bootstrap, Processors.ALL);
                var api = new CountersignApi(server.address("/"), ADMINISTRATOR, SECRET)) {
            api.registerIssuer(jwksUrl);
            for (Algorithm algorithm : ALGORITHMS) {
                api.registerApplication(clientId(algorithm), SECRET, algorithm);
            }
        }
        // the output of the first start is not part of any measurement
        Files.delete(Countersign.output(home));
        Files.delete(Countersign.collections(home));
        return made;
    }

    /** The client id of the application whose access tokens are signed with this algorithm. */
    static String clientId(Algorithm algorithm) {
        return "bench-" + algorithm.value().toLowerCase(Locale.ROOT);
    }

    /** A URL on the plain port of the running server. */
    URI address(String path) {
        return URI.create("http://127.0.0.1:%d%s".formatted(plainPort, path));
    }

    /** The token endpoint on that port. */
    public Target plainTarget(Algorithm algorithm) {
        return Target.of(address(path + "/oauth2/token"), clientId(algorithm), SECRET, Optional.empty());
    }

    private Path template() {
        return folder("template");
    }

    /** Starts a server with an empty ledger. */
    public Countersign start(String processors) throws IOException, InterruptedException, SQLException {
        return start(Map.of(), processors);
    }

    /** Starts a server with an empty ledger, with variables in its environment. */
    public Countersign start(Map<String, String> environment, String processors)
            throws IOException, InterruptedException, SQLException {
        Path home = freshHome();
        return Countersign.start(checkout.name(), this, home, storage.copy(home), environment, processors);
    }

    /** The token endpoint over TLS, with the certificate in the home of the server as trusted. */
    public Target tlsTarget(Algorithm algorithm, Path home) {
        return Target.of(
                URI.create("https://localhost:%d%s/oauth2/token".formatted(tlsPort, path)),
                clientId(algorithm),
                SECRET,
                Optional.of(home.resolve("conf/tls/certificate.pem")));
    }

    /** The same installation with a large database, on other ports. */
    public Installation filled(Filling filling, Instant now) throws IOException, SQLException {
        var filled = new Installation(
                new Checkout(checkout.name() + " filled", checkout.root()),
                folders,
                storage,
                BenchServer.freePort(),
                BenchServer.freePort(),
                filling.path());
        Folders.remove(filled.template());
        Folders.copy(template(), filled.template());
        filling.fill(filled.template(), now);
        return filled;
    }

    /** The command that serves a home on the ports of this installation. */
    public Program serve(Path home, Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        all.put("COUNTERSIGN_SERVER_PORT", String.valueOf(tlsPort));
        all.put("COUNTERSIGN_SERVER_HTTP_PORT", String.valueOf(plainPort));
        return checkout.serve(home, all);
    }

    /** A copy for one server; the previous copy is removed. */
    public Path freshHome() throws IOException {
        return fresh("home");
    }

    private Path fresh(String name) throws IOException {
        Path home = folder(name);
        Folders.remove(home);
        Folders.copy(template(), home);
        return home;
    }

    /** A folder of this version, so that several can be measured in turn. */
    private Path folder(String name) {
        return folders.work().resolve(checkout.name().toLowerCase(Locale.ROOT).replace(' ', '-') + '_' + name);
    }
}
