package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Selection of the tests of {@code make check}: they start no process, whatever they need beside a JDK and Maven. */
class CheckSelectionTest {
    private static final Pattern EXCLUDED = Pattern.compile("<exclude>(dev/countersign/[\\w/]*)\\*+</exclude>");
    private static final Pattern STARTS_ONE =
            Pattern.compile("\\b(ProcessBuilder|PostgresCluster|PgBouncer|ServerProcess|Chromium)\\b");

    @Test
    void noTestThatIsNotLeftOutStartsAProcess() throws IOException {
        String build = Files.readString(SourceFile.project().resolve("pom.xml"));
        List<String> excluded =
                EXCLUDED.matcher(build).results().map(found -> found.group(1)).toList();
        assertThat(excluded).contains("dev/countersign/", "dev/countersign/e2e/");

        List<String> starters = new ArrayList<>();
        for (SourceFile source : SourceFile.all()) {
            String path = SourceFile.project().relativize(source.path()).toString();
            if (path.contains("src/test/java/") && !path.startsWith("bench/") && !isExcluded(path, excluded)) {
                starters.addAll(startersIn(source));
            }
        }
        assertThat(starters).isEmpty();
    }

    private static boolean isExcluded(String path, List<String> excluded) {
        String file = path.substring(path.indexOf("src/test/java/") + "src/test/java/".length());
        return excluded.stream()
                .anyMatch(folder -> folder.equals("dev/countersign/")
                        ? Path.of(file).getParent().equals(Path.of("dev", "countersign"))
                        : file.startsWith(folder));
    }

    /** A program that may be missing is asked for first, and its test is skipped. */
    private static List<String> startersIn(SourceFile source) throws IOException {
        boolean skips = Files.readString(source.path()).contains("InstalledProgram.orSkip");
        return skips ? List.of() : source.linesWith(STARTS_ONE);
    }
}
