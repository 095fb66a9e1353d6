package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Places that comments and documents name: rows of committed figures, and issues of other projects. */
class NamedPlacesTest {
    private static final Pattern FIGURE =
            Pattern.compile("row \\{@code ([^}]+)} of \\{@code (bench [^}]+)} in \\{@code (bench/results/[^}]+)}");
    private static final Pattern ISSUE =
            Pattern.compile("until the issue \"([^\"]+)\" of \\{@code docs/upstream\\.md} is solved");
    private static final Pattern SECTION =
            Pattern.compile("\n## (.+)\n(?:(?!\n## )[\\s\\S])*?\n- \\*\\*Code\\.\\*\\* (.+)\n");
    private static final Pattern CLASS = Pattern.compile("`([\\w/]+)`");

    @Test
    void figuresThatPayForSomethingAreCommitted() throws IOException {
        List<MatchResult> named = new ArrayList<>();
        for (SourceFile source : SourceFile.all()) {
            named.addAll(comments(source.path(), FIGURE));
        }
        assertThat(named).hasSizeGreaterThan(8);
        for (MatchResult figure : named) {
            String results = Files.readString(SourceFile.project().resolve(figure.group(3)));
            List<String> series = Stream.of(results.split("\n(?=bench )"))
                    .filter(part -> part.startsWith(figure.group(2)))
                    .toList();
            assertThat(series)
                    .as(figure.group())
                    .anySatisfy(part -> assertThat(part).containsPattern("\n" + Pattern.quote(figure.group(1)) + " "));
        }
    }

    @Test
    void everyWorkAroundNamesItsIssueAndEveryIssueItsWorkAround() throws IOException {
        String page = Files.readString(SourceFile.project().resolve("docs/upstream.md"));
        Path root = SourceFile.project().resolve("server/src/main/java/dev/countersign/server");
        List<String> onThePage = new ArrayList<>();
        for (MatchResult section : SECTION.matcher(page).results().toList()) {
            for (MatchResult type : CLASS.matcher(section.group(2)).results().toList()) {
                onThePage.add(type.group(1) + ": " + section.group(1));
            }
        }
        List<String> inTheCode = new ArrayList<>();
        for (SourceFile source : SourceFile.all()) {
            for (MatchResult issue : comments(source.path(), ISSUE)) {
                String type = root.relativize(source.path()).toString().replace('\\', '/');
                inTheCode.add(type.replace(".java", "") + ": " + issue.group(1));
            }
        }
        assertThat(inTheCode).hasSizeGreaterThan(5).containsExactlyInAnyOrderElementsOf(onThePage);
    }

    /** What the pattern finds in a source file whose lines of comments are joined. */
    private static List<MatchResult> comments(Path file, Pattern pattern) throws IOException {
        String joined = Files.readString(file).replaceAll("\\s*\n \\* ", " ");
        return pattern.matcher(joined).results().toList();
    }
}
