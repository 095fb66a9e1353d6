package dev.countersign.bench.server;

import dev.countersign.core.jose.key.Algorithm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Countersign as its launcher starts it, with its default JVM settings. */
public final class Countersign implements ServerUnderLoad {
    private final String name;
    private final Installation installation;
    private final Path home;
    private final Storage.Database database;
    private final BenchServer process;

    private Countersign(
            String name, Installation installation, Path home, Storage.Database database, BenchServer process) {
        this.name = name;
        this.installation = installation;
        this.home = home;
        this.database = database;
        this.process = process;
    }

    /** @param name display name, where there are several servers */
    static Countersign start(
            String name,
            Installation installation,
            Path home,
            Storage.Database database,
            Map<String, String> environment,
            String processors)
            throws IOException, InterruptedException {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(database.environment());
        all.put("COUNTERSIGN_JAVA_OPTS", ServerUnderLoad.logsCollections(collections(home)));
        var process = BenchServer.start(
                installation.serve(home, all).on(processors),
                output(home),
                URI.create("http://127.0.0.1:%d/health/ready".formatted(installation.plainPort())));
        return new Countersign(name, installation, home, database, process);
    }

    public static Path output(Path home) {
        return home.resolve("output.txt");
    }

    static Path collections(Path home) {
        return home.resolve("collections.txt");
    }

    @Override
    public String name() {
        return name;
    }

    /** A URL on the plain port. */
    URI address(String path) {
        return installation.address(path);
    }

    @Override
    public Target target(Algorithm algorithm, boolean tls) {
        return tls ? installation.tlsTarget(algorithm, home) : installation.plainTarget(algorithm);
    }

    @Override
    public ProcessHandle process() {
        return process.serving();
    }

    @Override
    public Path collections() {
        return collections(home);
    }

    /** The database that remains after it has stopped. */
    public Storage.Database database() {
        return database;
    }

    /** Asks each organization for its signing keys, so that all are in use. */
    public void askForKeys(List<String> paths) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            for (String path : paths) {
                var answer = client.send(
                        HttpRequest.newBuilder(address(path + "/oauth2/jwks")).build(), BodyHandlers.ofString());
                if (answer.statusCode() != 200) {
                    throw new IllegalStateException("%s answers %d".formatted(answer.uri(), answer.statusCode()));
                }
            }
        }
    }

    /** Number of lost audit events, as reported by the server. */
    public long auditEventsDropped() throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(address("/metrics")).build(), BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("countersign_audit_events_dropped_total{"))
                    .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
