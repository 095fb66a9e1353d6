package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.base.exit.ExitCode;
import dev.countersign.e2e.CommandRunner.Ran;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** End-to-end tests of the commands for blocked subjects. */
class SubjectCommandsTest {
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

    @BeforeEach
    void empty() {
        commands = CommandRunner.administrating(server, folder);
        for (JsonNode block : blocks()) {
            run(
                            "unblock",
                            block.path("issuer").asString(),
                            block.path("subject").asString())
                    .done();
        }
    }

    private Ran run(String verb, String... arguments) {
        String[] line = new String[arguments.length + 2];
        line[0] = "subject";
        line[1] = verb;
        System.arraycopy(arguments, 0, line, 2, arguments.length);
        return commands.run(line);
    }

    private JsonNode blocks() {
        return run("list", "--json").done().json();
    }

    private static int exchanged(String subject) throws Exception {
        return server.api()
                .exchange(
                        registry.clientId(),
                        registry.secret(),
                        partner.assertion(server.issuer(), Map.of("sub", subject)))
                .status();
    }

    @Test
    void aSubjectIsBlockedListedAndUnblocked() throws Exception {
        assertThat(run("list").done().err()).contains("No subject is blocked.");

        Ran blocked =
                run("block", "partner", "mallory", "--reason", "Left the company", "--until", "2099-01-31T12:00:00Z");

        assertThat(blocked.done().out()).isEqualToIgnoringNewLines("Blocked: mallory");
        assertThat(exchanged("mallory")).isEqualTo(400);
        assertThat(exchanged("alice")).isEqualTo(200);
        assertThat(run("list").done().out())
                .contains("SUBJECT", "mallory", "partner", "administrator", "2099-01-31T12:00:00Z", "Left the company");

        assertThat(run("unblock", "partner", "mallory").done().out()).isEqualToIgnoringNewLines("Unblocked: mallory");
        assertThat(exchanged("mallory")).isEqualTo(200);
        assertThat(blocks()).isEmpty();
    }

    @Test
    void theAnswersInJsonHaveTheMembersOfTheRestApi() {
        JsonNode made = run("block", "partner", "mallory", "--json").done().json();

        assertThat(made.path("issuer").asString()).isEqualTo("partner");
        assertThat(made.path("subject").asString()).isEqualTo("mallory");
        assertThat(made.path("until").isNull()).isTrue();
        assertThat(blocks()).hasSize(1).first().isEqualTo(made);
        JsonNode removed = run("unblock", "partner", "mallory", "--json").done().json();
        assertThat(removed.path("removed").asBoolean()).isTrue();
    }

    @Test
    void unblockingTakesTheSubjectExactly() {
        run("block", "partner", "mallory").done();
        run("block", "partner", "mallory@example.com").done();

        Ran unknown = run("unblock", "partner", "Mallory");
        assertThat(unknown.status()).isEqualTo(ExitCode.REFUSED);
        assertThat(unknown.err()).contains("The subject \"Mallory\" of partner is not blocked.");
        run("unblock", "partner", "mallory").done();

        assertThat(blocks()).hasSize(1);
        assertThat(blocks().path(0).path("subject").asString()).isEqualTo("mallory@example.com");
    }

    @Test
    void aListCanBeThatOfOneIssuer() {
        run("block", "partner", "mallory").done();

        assertThat(run("list", "--issuer", "partner", "--json").done().json()).hasSize(1);
        assertThat(run("list", "--issuer", "nobody", "--json").done().json()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "block",
                "block partner",
                "block partner mallory more",
                "block partner mallory --until",
                "block partner mallory --source issuer",
                "unblock partner",
                "unblock partner mallory more",
                "list partner",
                "lift partner mallory"
            })
    void refusesACommandLineThatIsWrong(String line) {
        Ran ran = commands.run(("subject " + line).split(" "));

        assertThat(ran.status()).isEqualTo(ExitCode.USAGE);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).startsWith("countersign: ").doesNotContain("should not happen");
        assertThat(blocks()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nobody  | mallory | 2099-01-31T12:00:00Z | There is no trusted token issuer of this name.",
                "partner | mallory | 2000-01-31T12:00:00Z | Must be in the future",
                "partner | mallory | tomorrow             | Must be a time with an offset"
            })
    void namesWhatIsWrongWithABlock(String issuer, String subject, String until, String message) {
        Ran ran = run("block", issuer, subject, "--until", until);

        assertThat(ran.status()).isEqualTo(ExitCode.DATA);
        assertThat(ran.err()).contains(message);
        assertThat(blocks()).isEmpty();
    }

    @Test
    void aSecondBlockIsRefused() {
        run("block", "partner", "mallory").done();

        Ran again = run("block", "partner", "mallory", "--reason", "again");

        assertThat(again.status()).isEqualTo(ExitCode.REFUSED);
        assertThat(again.err()).contains("An administrator has blocked this subject already.");
    }

    @Test
    void needsCredentialsThatMayWrite() throws Exception {
        String secret = "a-secret-of-at-least-thirty-two-characters";
        server.api()
                .admin(
                        "POST",
                        "/applications",
                        Map.of(
                                "name",
                                "reader",
                                "client_id",
                                "reader",
                                "client_secret",
                                secret,
                                "grant_types",
                                List.of("client_credentials"),
                                "scopes",
                                List.of("admin:read")));
        commands.set("COUNTERSIGN_CLIENT_ID", "reader").set("COUNTERSIGN_CLIENT_SECRET", secret);

        assertThat(run("block", "partner", "mallory").status()).isEqualTo(ExitCode.NO_PERMISSION);
        commands.set("COUNTERSIGN_CLIENT_SECRET", "wrong");
        assertThat(run("list").status()).isEqualTo(ExitCode.NO_PERMISSION);
    }
}
