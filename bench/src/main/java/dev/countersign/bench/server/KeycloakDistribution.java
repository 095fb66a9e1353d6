package dev.countersign.bench.server;

import dev.countersign.bench.machine.Folders;
import dev.countersign.bench.machine.Program;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Keycloak as published in Maven Central, unpacked and built once. */
public record KeycloakDistribution(Path folder) {
    public static final String VERSION = "26.7.3";

    private static final String ARTIFACT = "org.keycloak:keycloak-quarkus-dist:%s:zip".formatted(VERSION);
    private static final String COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy";
    private static final Duration LONGEST_DOWNLOAD = Duration.ofMinutes(15);
    private static final Duration LONGEST_BUILD = Duration.ofMinutes(5);

    /** Fetches, unpacks and builds Keycloak, unless that was done before. */
    public static KeycloakDistribution prepare(Path work) throws IOException, InterruptedException {
        var distribution = new KeycloakDistribution(work.resolve("keycloak-" + VERSION));
        Path built = distribution.folder.resolve("bench-built");
        if (!Files.exists(built)) {
            System.out.printf("Fetching and building Keycloak %s (once) …%n", VERSION);
            Folders.remove(work);
            Files.createDirectories(work);
            var mvn = List.of("mvn", "-B", "-q", COPY, "-Dartifact=" + ARTIFACT, "-DoutputDirectory=" + work);
            new Program(mvn, java(), work).run(LONGEST_DOWNLOAD);
            unpack(work.resolve("keycloak-quarkus-dist-%s.zip".formatted(VERSION)), work);
            distribution.script("build", "--db=dev-file").run(LONGEST_BUILD);
            Files.createFile(built);
        }
        return distribution;
    }

    private static void unpack(Path zip, Path into) throws IOException {
        try (var archive = FileSystems.newFileSystem(zip);
                var entries = Files.walk(archive.getPath("/"))) {
            entries.forEach(entry -> {
                try {
                    Path target = into.resolve(entry.toString().substring(1));
                    if (Files.isDirectory(entry)) {
                        Files.createDirectories(target);
                    } else {
                        Files.copy(entry, target);
                    }
                } catch (IOException full) {
                    throw new UncheckedIOException(full);
                }
            });
        }
    }

    /** The start script of Keycloak, run with the JDK of this process. */
    Program script(String... arguments) {
        var words = new ArrayList<>(List.of("bash", folder.resolve("bin/kc.sh").toString()));
        words.addAll(List.of(arguments));
        return new Program(words, java(), folder);
    }

    private static Map<String, String> java() {
        return Map.of("JAVA_HOME", System.getProperty("java.home"));
    }

    /** Deletes all data, and imports the realm of the measurement at the next start. */
    void reset(String jwksUrl) throws IOException {
        Folders.remove(folder.resolve("data"));
        Path imported = Files.createDirectories(folder.resolve("data/import"));
        try (InputStream realm = KeycloakDistribution.class.getResourceAsStream("keycloak-realm.json")) {
            if (realm == null) {
                throw new IllegalStateException("The realm is missing in our jar.");
            }
            String json = new String(realm.readAllBytes(), StandardCharsets.UTF_8);
            Files.writeString(imported.resolve("bench-realm.json"), json.replace("@JWKS_URL@", jwksUrl));
        }
    }
}
