package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.e2e.CommandRunner.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** End-to-end tests of the commands that judge earlier requests by a change of an issuer. */
class RehearsalCommandsTest {
    /** Accepted requests of the sample. */
    private static final int ACCEPTED = 3;

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    @TempDir
    private static Path servers;

    private static ServerProcess server;
    private static ThirdParty partner;
    private static SampleRegistry registry;

    @TempDir
    private Path folder;

    private CommandRunner commands;

    @BeforeAll
    static void start() throws Exception {
        server = ServerProcess.start(servers.resolve("home"));
        partner = ThirdParty.start("partner");
        registry = SampleRegistry.in(server, partner);
    }

    @AfterAll
    static void stop() {
        server.close();
        partner.close();
    }

    /** The audit gets requests some tenths of a second late. */
    @BeforeEach
    void awaitRequests() {
        commands = CommandRunner.administrating(server, folder);
        Instant end = Instant.now().plus(DEADLINE);
        long refused;
        do {
            refused = json("issuer", "rehearse", "partner", "--no-enabled", "--json")
                    .path("would_refuse")
                    .asLong();
        } while (refused < ACCEPTED && Instant.now().isBefore(end));
        assertThat(refused).isEqualTo(ACCEPTED);
    }

    private JsonNode json(String... arguments) {
        return commands.run(arguments).json();
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void showsTheRequestsThatAChangeWouldRefuse() {
        Ran ran = commands.run("issuer", "rehearse", "partner", "--condition", "claims.sub == 'bob'", "--days", "1");

        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.out())
                .contains("3 would be refused, 0 would be accepted", "WOULD BE", "policy.condition_failed")
                .contains("false: claims.sub is \"alice\"");
        assertThat(json("issuer", "show", "partner", "--json").path("conditions"))
                .isEmpty();
    }

    @Test
    void endsWithZeroWhenNothingWouldChange() throws IOException {
        Ran ran = commands.run(
                "issuer",
                "rehearse",
                registry.issuerId(),
                "-f",
                write("patch.json", "{\"conditions\":[\"claims.sub == 'alice'\"]}"));

        assertThat(ran.done().out()).contains("0 would be refused");
    }

    @Test
    void namesTheReasonOfWhatIsUnknown() {
        assertThat(commands.run("issuer", "rehearse", "partner", "--single-audience")
                        .out())
                .contains("unknown: audience: the audit does not keep the aud of an assertion");
    }

    @Test
    void judgesAssertionsInAFileAndDoesNotRepeatThem() throws IOException {
        String alice = partner.assertion(server.issuer());
        String file = write("assertions.txt", alice + "\n\nnot-an-assertion\n");

        Ran ran = commands.run(
                "issuer",
                "rehearse",
                "partner",
                "--alias",
                "us",
                "--max-lifetime",
                "10s",
                "--assertions-file",
                file,
                "--application",
                registry.clientId());

        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.out())
                .contains("Assertion in line 1: was accepted, would be assertion.lifetime_too_long")
                .contains("Assertion in line 3: was assertion.malformed, would be assertion.malformed")
                .doesNotContain(alice, "not-an-assertion");
    }

    @Test
    void saysThatASignatureIsNotCheckedWhereKeysWouldHaveToBeFetched() throws IOException {
        String file = write("assertion.txt", partner.assertion(server.issuer()));

        assertThat(commands.run(
                                "issuer",
                                "rehearse",
                                "partner",
                                "--jwks-url",
                                "https://new.example/jwks",
                                "--assertions-file",
                                file)
                        .done()
                        .out())
                .contains("was accepted, would be accepted (its signature was not checked)");
    }

    @Test
    void aPlanSaysWhyOneOfItsChangesCannotBeJudgedByItself() throws IOException {
        String file = write("trust.yaml", """
                trusted_token_issuers:
                  - name: partner
                    issuer: %s
                    keys:
                      jwks_url: %s
                    client_authentication: optional
                    default_application: worker
                applications:
                  - name: worker
                """.formatted(partner.issuer(), partner.jwksUrl()));

        Ran ran = commands.run("plan", "-f", file, "--rehearse");

        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.out())
                .contains(
                        "cannot be judged before the rest of the plan is applied",
                        "/default_application",
                        "1 to create");
    }

    @ParameterizedTest
    @CsvSource({"'--days,0',--days must be", "'--days,31',--days must be", "'--days,7',Nothing to change"})
    void namesWhatIsWrongBeforeItIsSent(String options, String message) {
        String[] given = options.split(",", -1);
        Ran ran = commands.run("issuer", "rehearse", "partner", given[0], given[1]);

        assertThat(ran.status()).isEqualTo(64);
        assertThat(ran.err()).contains(message);
    }

    @Test
    void namesTheOptionOfAValueThatTheServerRefuses() {
        Ran ran = commands.run("issuer", "rehearse", "partner", "--clock-skew", "301");

        assertThat(ran.status()).isEqualTo(65);
        assertThat(ran.err()).contains("--clock-skew");
        assertThat(commands.run("issuer", "rehearse", "nobody", "--alias", "x").status())
                .isEqualTo(1);
    }

    @Test
    void aPlanShowsWhatEachChangedIssuerWouldHaveRefused() throws IOException {
        String file = write("trust.yaml", """
                trusted_token_issuers:
                  - name: partner
                    issuer: %s
                    keys:
                      jwks_url: %s
                    conditions: ["claims.sub == 'bob'"]
                    subject:
                      mapping: as_is
                  - name: new
                    issuer: https://new.example
                    keys:
                      jwks_url: %s
                """.formatted(partner.issuer(), partner.jwksUrl(), partner.jwksUrl()));

        Ran ran = commands.run("plan", "-f", file, "--rehearse");
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.out())
                .containsSubsequence(
                        "~ trusted token issuer \"partner\"", "3 would be refused", "+ trusted token issuer");

        JsonNode changes =
                json("plan", "-f", file, "--rehearse", "--days", "1", "--json").path("changes");
        assertThat(changes.valueStream()
                        .filter(change -> change.has("rehearsal"))
                        .map(change -> change.path("name").asString()))
                .containsExactly("partner");
        assertThat(json("plan", "-f", file, "--json").path("changes").toString())
                .doesNotContain("rehearsal");
    }
}
