package dev.countersign.bench.server;

import dev.countersign.bench.machine.Folders;
import dev.countersign.bench.machine.Program;
import dev.countersign.core.fixtures.KeycloakDistribution;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Keycloak with its JWT authorization grant, its default features and its default JVM settings. It stores redeemed
 * assertions in memory only, and does not record the tokens that it issues.
 */
public final class Keycloak {
    private static final String HOST_NAME = "http://keycloak.bench.example";
    private static final String REALM = "/realms/bench";

    /** The audience of assertions, independent of the port. */
    static final String ISSUER = HOST_NAME + REALM;

    private Keycloak() {}

    /** Keycloak, which is fetched and built the first time. */
    public static KeycloakDistribution prepared() throws IOException, InterruptedException {
        return KeycloakDistribution.prepare(Folders.here().keycloak(), (words, environment, folder, patience) -> {
            System.out.printf("Once: %s …%n", String.join(" ", words));
            new Program(words, environment, folder).run(patience);
        });
    }

    /** Starts one with an empty database, which takes some time. */
    public static ServerUnderLoad start(KeycloakDistribution distribution, URI jwksUrl, String processors)
            throws IOException, InterruptedException {
        distribution.reset(realm(jwksUrl));
        int port = BenchServer.freePort();
        Path collections = distribution.folder().resolve("collections.txt");
        Files.deleteIfExists(collections);
        Map<String, String> environment = new HashMap<>(KeycloakDistribution.environment());
        environment.put("JAVA_OPTS_APPEND", ServerUnderLoad.logsCollections(collections));
        var process = BenchServer.start(
                new Program(distribution.start(port, HOST_NAME), environment, distribution.folder()).on(processors),
                distribution.folder().resolve("output.txt"),
                address(port, "/.well-known/openid-configuration"));
        return new MeasuredPeer("Keycloak", process, address(port, "/protocol/openid-connect/token"), collections);
    }

    private static String realm(URI jwksUrl) throws IOException {
        try (InputStream realm = Keycloak.class.getResourceAsStream("keycloak-realm.json")) {
            if (realm == null) {
                throw new IllegalStateException("The realm is missing in our jar.");
            }
            return new String(realm.readAllBytes(), StandardCharsets.UTF_8).replace("@JWKS_URL@", jwksUrl.toString());
        }
    }

    private static URI address(int port, String path) {
        return URI.create("http://127.0.0.1:%d%s%s".formatted(port, REALM, path));
    }
}
