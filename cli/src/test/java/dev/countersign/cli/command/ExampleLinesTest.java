package dev.countersign.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExampleLinesTest {
    private static String joined(List<String> lines) {
        return String.join("\n", lines).replaceAll(" \\\\\n *", " ");
    }

    @Test
    void aShortExampleIsOneLine() {
        assertThat(ExampleLines.of("countersign serve")).containsExactly("countersign serve");
    }

    @Test
    void aLongOneBreaksBeforeOptionsAndIsJoinedByTheShell() {
        String example = "countersign issuer add partner --issuer https://idp.example.com"
                + " --jwks-url https://idp.example.com/jwks.json --alias https://idp.example.com";

        List<String> lines = ExampleLines.of(example);

        assertThat(lines)
                .containsExactly(
                        "countersign issuer add partner --issuer https://idp.example.com \\",
                        "  --jwks-url https://idp.example.com/jwks.json \\",
                        "  --alias https://idp.example.com");
        assertThat(joined(lines)).isEqualTo(example);
    }

    @Test
    void whatStandsInQuotationMarksStaysTogether() {
        String example =
                "countersign issuer edit partner --condition 'claims.a --b == 1 && claims.email_verified == true'"
                        + " --clock-skew 60";

        assertThat(joined(ExampleLines.of(example))).isEqualTo(example);
        assertThat(ExampleLines.of(example)).anyMatch(line -> line.contains("'claims.a --b == 1"));
    }
}
