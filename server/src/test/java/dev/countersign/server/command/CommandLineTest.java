package dev.countersign.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.base.exit.ExitCode;
import dev.countersign.cli.CountersignCommand;
import dev.countersign.cli.command.CliEnvironment;
import dev.countersign.server.OfflineSurveying;
import dev.countersign.server.Wiring;
import dev.countersign.server.run.ServerStarter;
import dev.countersign.server.run.StartRefusedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    private Path folder;

    private ServerStarter starter = (deployment, given) -> {
        throw StartRefusedException.unavailable("nothing starts here");
    };

    private int run(String line) {
        var cliEnvironment = new CliEnvironment(
                environment,
                folder.toString(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Clock.systemUTC(),
                new ServerCommands(starter, new OfflineSurveying()));
        return new CountersignCommand(cliEnvironment).run(line.isEmpty() ? new String[0] : line.split(" ", -1));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private void configure(String toml) throws IOException {
        Files.createDirectories(folder.resolve("conf"));
        Files.writeString(folder.resolve("conf").resolve("deployment.toml"), toml);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "serve --help", "check-config --help", "demo --help", "-h"})
    void helpGoesToTheOutputAndIsNoError(String line) {
        assertThat(run(line)).isEqualTo(ExitCode.OK);
        assertThat(out()).contains("Usage: countersign");
        assertThat(err()).isEmpty();
    }

    @Test
    void helpShowsEveryCommandExamplesAndTheExitStatus() {
        run("--help");

        assertThat(out())
                .contains(
                        "  serve ",
                        "  demo ",
                        "  check-config ",
                        "Examples:",
                        "Exit status:",
                        "78  the configuration is wrong");
    }

    @Test
    void tellsItsVersion() {
        assertThat(run("--version")).isEqualTo(ExitCode.OK);
        assertThat(out()).startsWith("countersign ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sreve",
                "--no-such-option",
                "serve --no-such-option",
                "serve --home",
                "serve surplus",
                "demo -x"
            })
    void wrongUseGoesToTheErrorStream(String line) {
        assertThat(run(line)).isEqualTo(ExitCode.USAGE);
        assertThat(out()).isEmpty();
        assertThat(err()).isNotEmpty();
    }

    @Test
    void namesTheCommandThatWasMeant() {
        run("sreve");

        assertThat(err()).contains("Did you mean").contains("serve");
    }

    @Test
    void aSoundConfigurationIsShown() throws IOException {
        configure("[server]\nport = \"8443\"\n");

        assertThat(run("check-config --home " + folder)).isEqualTo(ExitCode.OK);
        assertThat(out())
                .contains("server.port = 8443  (" + folder.resolve("conf").resolve("deployment.toml") + ":2)")
                .contains("is sound");
    }

    @Test
    void checkingWritesNothing() throws IOException {
        assertThat(run("check-config --home " + folder.resolve("new"))).isEqualTo(ExitCode.OK);
        assertThat(folder.resolve("new")).doesNotExist();
    }

    @Test
    void everyProblemIsReportedWithItsKeyAndTheNearestName() throws IOException {
        configure("[server]\nprot = 1\nport = 70000\n");

        assertThat(run("check-config --home " + folder)).isEqualTo(ExitCode.CONFIG);
        assertThat(err()).contains("2 problems", "server.prot", "did you mean server.port?", "from 0 to 65535");
    }

    @Test
    void theHomeOfTheEnvironmentIsUsed() throws IOException {
        configure("[server]\nport = 8443\n");
        environment.put("COUNTERSIGN_HOME", folder.toString());

        assertThat(run("check-config")).isEqualTo(ExitCode.OK);
        assertThat(out()).contains("server.port = 8443");
    }

    @Test
    void aDamagedMasterKeyIsAProblemOfTheConfiguration() {
        environment.put("COUNTERSIGN_MASTER_KEY", "damaged");

        assertThat(run("check-config --home " + folder)).isEqualTo(ExitCode.CONFIG);
        assertThat(err()).contains("COUNTERSIGN_MASTER_KEY").doesNotContain("damaged");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x", "-1", "65536", "many"})
    void servingRefusesAPortThatIsNone(String port) {
        assertThat(run("serve --home " + folder + " --port " + port)).isEqualTo(ExitCode.CONFIG);
        assertThat(err()).contains("option --port: server.port");
    }

    @Test
    void servingRefusesAHomeThatCannotBeMade() throws IOException {
        var file = Files.writeString(folder.resolve("file"), "");

        assertThat(run("serve --home " + file)).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(err()).contains("cannot be made or written");
    }

    @Test
    void servingRefusesAPortThatIsTaken() throws IOException {
        starter = new Wiring();
        try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("0.0.0.0"))) {
            assertThat(run("serve --home " + folder + " --port " + taken.getLocalPort()))
                    .isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(err()).contains("port " + taken.getLocalPort());
            assertThat(out()).doesNotContain("is ready");
        }
    }

    @Test
    void aReasonNotToStartIsOneSentence() {
        assertThat(run("serve --home " + folder)).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(err()).isEqualTo("countersign: nothing starts here" + System.lineSeparator());
    }

    @Test
    void aFaultIsReportedAsOurs() {
        starter = (deployment, given) -> {
            throw new IllegalStateException("broken");
        };

        assertThat(run("serve --home " + folder)).isEqualTo(ExitCode.SOFTWARE);
        assertThat(err()).contains("please report it", "broken");
    }

    @Test
    void theDemonstrationShowsOneRealExchange() {
        starter = new Wiring();

        assertThat(run("demo --once")).as(err()).isEqualTo(ExitCode.OK);
        assertThat(out())
                .contains("\"typ\" : \"at+jwt\"", "\"sub\" : \"sample-issuer:alice\"", "curl --cacert")
                .contains("/.well-known/oauth-authorization-server");
    }

    @Test
    void theDemonstrationRunsAgainInAHomeItWasInBefore() {
        starter = new Wiring();

        assertThat(run("demo --once --home " + folder)).as(err()).isEqualTo(ExitCode.OK);
        assertThat(run("demo --once --home " + folder)).as(err()).isEqualTo(ExitCode.OK);
    }

    @Test
    void theDemonstrationFailsWithAStatusOfItsOwn() {
        assertThat(run("demo --once")).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(out()).isEmpty();
    }
}
