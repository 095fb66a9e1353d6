package dev.countersign;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Program of this machine that a test needs and Maven does not bring. Where it is missing the test is skipped, and
 * {@code make test} lists it at its end; on the build server, which has {@code CI=true} in its environment, the test fails.
 */
public final class InstalledProgram {
    /** Read by {@code make test}: one line for each skip. */
    private static final Path SKIPPED = Path.of("target", "skipped-tests.txt");

    private InstalledProgram() {}

    /**
     * The first of the places where the program is.
     *
     * @param debianPackage what to install
     */
    public static Path orSkip(String debianPackage, String... paths) {
        return orSkip(
                debianPackage,
                Stream.of(paths).map(Path::of).filter(Files::isReadable).findFirst());
    }

    /** The program that was found. */
    public static Path orSkip(String debianPackage, Optional<Path> found) {
        orSkip(debianPackage, found.isPresent());
        return found.orElseThrow();
    }

    /** Goes on where it is installed. */
    public static void orSkip(String debianPackage, boolean installed) {
        if (installed) {
            return;
        }
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError("missing: apt-get install " + debianPackage);
        }
        skip(debianPackage + ": apt-get install " + debianPackage);
    }

    /** Skips the test, on the build server as well: no installation gives this machine what the test needs. */
    public static void skip(String reason) {
        try {
            Files.createDirectories(SKIPPED.toAbsolutePath().getParent());
            Files.writeString(SKIPPED, reason + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        Assumptions.abort("SKIPPED: " + reason);
    }

    /** The first of these programs that is on the path. */
    public static Optional<Path> onPath(String... names) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(folder -> Stream.of(names).map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
