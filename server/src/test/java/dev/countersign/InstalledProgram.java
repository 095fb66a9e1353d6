package dev.countersign;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Program of this machine that a test needs and Maven does not bring. Where it is missing the test is skipped and says so; on
 * the build server, which has {@code CI=true} in its environment, it fails.
 */
public final class InstalledProgram {
    private InstalledProgram() {}

    /**
     * The first of the places where the program is.
     *
     * @param debianPackage what to install
     */
    public static Path orSkip(String debianPackage, String... places) {
        var found = Stream.of(places).map(Path::of).filter(Files::isReadable).findFirst();
        orSkip(debianPackage, found.isPresent());
        return found.orElseThrow();
    }

    /** Goes on where it is installed. */
    public static void orSkip(String debianPackage, boolean installed) {
        if (!installed && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("missing: apt-get install " + debianPackage);
        }
        Assumptions.assumeTrue(installed, "SKIPPED for want of a program: apt-get install " + debianPackage);
    }
}
