package dev.countersign.core.grant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.explain.CheckReport;
import dev.countersign.core.explain.Explanation;
import dev.countersign.core.fixtures.SampleKeys;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.rejection.Evidence;
import dev.countersign.core.rejection.RejectionCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Comparison of the explanation of every refusal with committed text, which a person can review. With {@code
 * -Dcountersign.write-docs=true} the files are written anew.
 */
class ExplainedRefusalsDocumentTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "explain");

    @ParameterizedTest
    @EnumSource(RejectionCode.class)
    void everyRefusalIsExplainedAsReviewed(RejectionCode code) throws IOException {
        Explanation explanation = ExplainedRefusals.explanation(code);
        String text;
        if (explanation == null) {
            text = "%s (not an outcome of a dry run; so it stands in the audit)%n%n%s"
                    .formatted(code.value(), text(ExplainedRefusals.evidence(code)));
        } else {
            assertThat(explanation.code()).contains(code);
            text = text(explanation);
        }
        check(code.value() + ".txt", text);
    }

    @Test
    void anAcceptedAssertionIsExplainedAsReviewed() throws IOException {
        check("accepted.txt", text(ExplainedRefusals.accepted()));
    }

    @Test
    void noFileIsLeftOfACodeThatIsGone() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".txt", "")))
                    .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                    Stream.of("accepted"),
                                    Arrays.stream(RejectionCode.values()).map(RejectionCode::value))
                            .toList());
        }
    }

    private static void check(String name, String written) throws IOException {
        // The keys are made anew in every run.
        String text = written.replace(SampleKeys.ofThirdParty(Algorithm.ES256).keyId(), "kid-of-partner");
        Path file = FOLDER.resolve(name);
        if (Boolean.getBoolean("countersign.write-docs")) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, text);
        }
        assertThat(file).as("make docs writes %s anew", name).exists().content().isEqualTo(text);
    }

    private static String text(Explanation explanation) {
        var text = new StringBuilder(
                explanation.code().map(code -> "refused: " + code.value()).orElse("accepted"));
        text.append("\n\n");
        explanation.checks().forEach(check -> append(text, check));
        explanation.grant().ifPresent(grant -> text.append("\n").append(grant).append("\n"));
        return text.toString();
    }

    /** Of checks that passed only the title, so that what matters can be seen. */
    private static void append(StringBuilder text, CheckReport check) {
        switch (check.status()) {
            case PASSED -> text.append("passed   ").append(check.title()).append('\n');
            case SKIPPED ->
                text.append("skipped  ")
                        .append(check.title())
                        .append("\n           ")
                        .append(check.note().orElseThrow())
                        .append('\n');
            case FAILED ->
                text.append("FAILED   ")
                        .append(check.title())
                        .append(" (")
                        .append(check.code().value())
                        .append(")\n")
                        .append(text(check.evidence().orElseThrow()));
        }
    }

    private static String text(Evidence evidence) {
        return "           expected  %s%n           actual    %s%n           hint      %s%n"
                .formatted(evidence.expected(), evidence.actual(), evidence.hint());
    }
}
