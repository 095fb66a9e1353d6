package dev.countersign.bench.server;

import dev.countersign.bench.machine.Program;
import dev.countersign.core.jose.key.Algorithm;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keycloak with its JWT authorization grant, its default features and its default JVM settings. It stores redeemed
 * assertions in memory only, and does not record the tokens that it issues.
 */
public final class Keycloak implements ServerUnderLoad {
    private static final String HOST_NAME = "http://keycloak.bench.example";
    private static final String REALM = "/realms/bench";

    /** The audience of assertions, independent of the port. */
    static final String ISSUER = HOST_NAME + REALM;

    private final BenchServer process;
    private final int port;
    private final Path collections;

    private Keycloak(BenchServer process, int port, Path collections) {
        this.process = process;
        this.port = port;
        this.collections = collections;
    }

    /** Starts one with an empty database, which takes some time. */
    public static Keycloak start(KeycloakDistribution distribution, URI jwksUrl, String processors)
            throws IOException, InterruptedException {
        distribution.reset(jwksUrl.toString());
        int port = BenchServer.freePort();
        Path collections = distribution.folder().resolve("collections.txt");
        Files.deleteIfExists(collections);
        Program script = distribution.script(
                "start",
                "--optimized",
                "--import-realm",
                "--cache=local",
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=" + port,
                "--hostname=" + HOST_NAME);
        Map<String, String> environment = new HashMap<>(script.environment());
        environment.put("JAVA_OPTS_APPEND", ServerUnderLoad.logsCollections(collections));
        var process = BenchServer.start(
                new Program(script.words(), environment, script.folder()).on(processors),
                distribution.folder().resolve("output.txt"),
                address(port, "/.well-known/openid-configuration"));
        return new Keycloak(process, port, collections);
    }

    private static URI address(int port, String path) {
        return URI.create("http://127.0.0.1:%d%s%s".formatted(port, REALM, path));
    }

    @Override
    public String name() {
        return "Keycloak";
    }

    @Override
    public Target target(Algorithm algorithm, boolean tls) {
        if (tls) {
            throw new IllegalArgumentException("Keycloak is measured over plain HTTP only.");
        }
        return Target.of(
                address(port, "/protocol/openid-connect/token"),
                Installation.clientId(algorithm),
                Installation.SECRET,
                Optional.empty());
    }

    @Override
    public ProcessHandle jvm() {
        return process.jvm();
    }

    @Override
    public Path collections() {
        return collections;
    }

    @Override
    public void close() {
        process.close();
    }
}
