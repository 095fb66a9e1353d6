package dev.countersign.e2e;

import dev.countersign.server.store.OpenStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A database with all migrations and without content, for the homes of servers in tests: migrating is a fifth of what a first
 * start costs, and hundreds are started.
 */
final class EmptyDatabase {
    private static final String FILE = "countersign.db";
    private static final byte[] CONTENT = migrated();

    private EmptyDatabase() {}

    /** Puts it into a home that is not there yet. */
    static void prepare(Path home) {
        try {
            if (!Files.exists(home)) {
                Path data = Files.createDirectories(home.resolve("data"));
                Files.write(data.resolve(FILE), CONTENT);
            }
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static byte[] migrated() {
        try {
            Path folder = Files.createTempDirectory("empty-database");
            try {
                var store = new OpenStore(folder);
                store.close();
                return Files.readAllBytes(folder.resolve(FILE));
            } finally {
                deleteAll(folder);
            }
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
