package dev.countersign.server.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.tukaani.xz.XZInputStream;

/**
 * Programs of PostgreSQL: those of this machine, of the newest release there is, else those that Maven brings. Maven's are {@code initdb},
 * {@code pg_ctl} and {@code postgres}, and are used in any case with {@code -Dcountersign.test.postgresql=maven}.
 */
final class PostgresPrograms {
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

    private PostgresPrograms() {}

    private static final class Holder {
        static final Path FOLDER = "maven".equals(System.getProperty("countersign.test.postgresql"))
                ? unpacked()
                : installed().orElseGet(PostgresPrograms::unpacked);

        private Holder() {}
    }

    /** A program, if it is among them. */
    static Optional<Path> find(String name) {
        return Optional.of(Holder.FOLDER.resolve(name)).filter(Files::isExecutable);
    }

    /** Debian keeps them out of the path. */
    private static Optional<Path> installed() {
        if (!Files.isDirectory(DEBIAN)) {
            return Optional.empty();
        }
        try (var releases = Files.list(DEBIAN)) {
            return releases.map(release -> release.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.naturalOrder());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Several JVMs test at once: each unpacks into a folder of its own, and the first to finish gives it its name. */
    private static Path unpacked() {
        Path folder = Path.of("target", "postgresql").toAbsolutePath();
        try {
            if (!Files.isDirectory(folder)) {
                Path draft = Files.createTempDirectory(Files.createDirectories(folder.getParent()), "postgresql-");
                unpack(draft);
                try {
                    Files.move(draft, folder);
                } catch (IOException another) {
                    if (!Files.isDirectory(folder)) {
                        throw another;
                    }
                }
            }
            return folder.resolve("bin");
        } catch (IOException unusable) {
            throw new UncheckedIOException(unusable);
        }
    }

    private static void unpack(Path folder) throws IOException {
        // readable for the user that the server runs as when the tests run as root
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Process tar = new ProcessBuilder("tar", "-xf", "-", "-C", folder.toString())
                .inheritIO()
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .start();
        try (InputStream archive = archive();
                var files = new XZInputStream(archive);
                var in = tar.getOutputStream()) {
            files.transferTo(in);
        }
        try {
            if (tar.waitFor() != 0) {
                throw new IOException("tar could not unpack PostgreSQL");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(stopped);
        }
    }

    /** The archive in the jar for this platform; the profiles of the build choose the jar. */
    private static InputStream archive() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        String processor = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
        String name = "/postgres-%s-%s.txz".formatted(system, processor);
        return Optional.ofNullable(PostgresPrograms.class.getResourceAsStream(name))
                .orElseThrow(() -> new IllegalStateException("there is no " + name + " on the class path"));
    }
}
