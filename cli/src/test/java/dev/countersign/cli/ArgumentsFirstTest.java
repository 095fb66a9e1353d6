package dev.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.cli.command.CliEnvironment;
import dev.countersign.cli.command.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests that missing or wrong arguments are reported before a server is contacted, and before credentials are
 * requested.
 */
class ArgumentsFirstTest {
    private record Said(int status, String text) {}

    private static Said said(String line) {
        var out = new ByteArrayOutputStream();
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        var cliEnvironment = new CliEnvironment(
                Map.of("COUNTERSIGN_URL", "https://localhost:1"),
                "/nowhere",
                new ByteArrayInputStream(new byte[0]),
                stream,
                stream,
                Clock.systemUTC(),
                Terminal.NONE,
                new DescribedServer());
        int status = new CountersignCommand(cliEnvironment).run(line.split(" ", -1));
        return new Said(status, out.toString(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "issuer add foo | Missing: --issuer; --jwks-url, --certificate or --jwks.",
                "issuer add foo --issuer https://a.example | Missing: --jwks-url, --certificate or --jwks.",
                "issuer add --issuer https://a.example --jwks-url https://a.example/jwks | Missing: NAME.",
                "issuer add --preset github | Missing: NAME.",
                "issuer add foo --clock-skew soon | --clock-skew must be",
                "issuer edit foo | Nothing to change",
                "issuer edit foo --clock-skew soon | --clock-skew must be",
                "application add | Missing: NAME.",
                "application add app --token-lifetime soon | --token-lifetime must be",
                "application edit app | Nothing to change",
                "application edit app --any-issuer --trusted-issuer a | Only one of",
                "application secret add app --expires-in soon | --expires-in must be",
                "api-resource add orders | Missing: --audience.",
                "api-resource add | Missing: NAME; --audience.",
                "api-resource edit orders | Nothing to change",
                "tokens revoke | Say whose",
                "audit --limit many | --limit must be",
                "issuer list --organization Acme | not the slug of an organization",
                "login --organization -a | not the slug of an organization",
                "exchange --organization a/b | not the slug of an organization",
                "issuer list --url https://localhost:1/t/beta --organization acme | of the organization \"beta\", and the command is for the organization \"acme\"",
                "organization add Acme | not the slug of an organization",
                "organization add acme --bootstrap-client-id a | Missing: the secret of a",
                "organization add acme --bootstrap-client-secret-file a | belongs to --bootstrap-client-id",
                "organization set acme | Nothing to change",
                "organization list --organization acme | Organizations are managed at the root"
            })
    void isSaidFirst(String line, String sentence) {
        Said said = said(line);

        assertThat(said.text()).contains(sentence).doesNotContain("credentials");
        assertThat(said.status()).isEqualTo(64);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "issuer show | NAME",
                "issuer edit | NAME",
                "issuer remove | NAME",
                "application show | NAME",
                "application secret add | NAME",
                "application secret remove app | SECRET_ID",
                "api-resource show | NAME",
                "subject block | ISSUER",
                "subject block partner | SUBJECT",
                "subject unblock partner | SUBJECT",
                "organization add | SLUG",
                "organization show | SLUG",
                "organization delete | SLUG",
                "completion | SHELL"
            })
    void aMissingParameterIsNamed(String line, String parameter) {
        Said said = said(line);

        assertThat(said.text()).contains("Missing required parameter").contains("'" + parameter + "'");
        assertThat(said.status()).isEqualTo(64);
    }

    @ParameterizedTest
    @CsvSource({
        "issuer add foo --preset github",
        "issuer add foo --issuer https://a.example --jwks-url https://a.example/jwks --scope a --scope b --condition true",
        "issuer edit foo --alias a",
        "application add app --scope a --scope b",
        "api-resource add orders --audience a",
        "tokens revoke --subject a",
        "organization add acme --name Acme",
        "organization list --organization=",
        "issuer list --organization acme"
    })
    void aCompleteLineGoesOnToTheCredentials(String line) {
        assertThat(said(line).text()).contains("There are no credentials for https://localhost:1");
    }

    @Test
    void optionsInGroupsMayBeRepeatedAndMixed() {
        Said said =
                said("issuer add foo --scope a --jwks-url https://a.example/jwks --scope b --issuer https://a.example"
                        + " --algorithm RS256 --scope c --algorithm ES256");

        assertThat(said.text()).contains("There are no credentials");
    }
}
