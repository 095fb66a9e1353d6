package dev.countersign.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.server.run.ServerStarter;
import dev.countersign.server.run.StartRefusedException;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntBiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Of a command that is named, only that one is described; it must not show. */
class CommandAloneTest {
    private record Answer(int status, String out, String err) {}

    private final Map<String, String> environment = new HashMap<>();

    static Stream<String> lines() {
        List<String> lines = new ArrayList<>(List.of(
                "",
                "--help",
                "--version",
                "srve",
                "serve demo",
                "serve --prot 1",
                "issuer lst",
                "issuer list --hlep",
                "application secret ad",
                "completion bash",
                "completion fish",
                "apply -x"));
        CommandTable.all(
                        cliEnvironment(OutputStream.nullOutputStream(), OutputStream.nullOutputStream(), Map.of()),
                        (_, _) -> {
                            throw StartRefusedException.unavailable("nothing starts here");
                        })
                .keySet()
                .forEach(name ->
                        lines.addAll(List.of(name + " --help", name + " --no-such-option", name + " one too many")));
        return lines.stream();
    }

    @ParameterizedTest
    @MethodSource("lines")
    void answersAsAmongAllOthers(String line) {
        String[] arguments = line.isEmpty() ? new String[0] : line.split(" ", -1);

        assertThat(answer(arguments)).isEqualTo(answerAmongAll(arguments));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " --home HOME",
                " --home=HOME",
                " --port 8443",
                " --port=8443 --home HOME",
                " --home HOME --port 0",
                " --home HOME --port 99999",
                " --home HOME --port many",
                " --home HOME --home HOME",
                " --home HOME --port",
                " --home HOME --port=",
                " --home HOME --port -1",
                " --home HOME --port --port",
                " --home HOME --verbose",
                " --home HOME demo",
                " HOME",
                " -h",
                " --version",
            })
    void serveIsReadAsTheLibraryReadsIt(String options, @TempDir Path folder) {
        environment.put("COUNTERSIGN_HOME", folder.toString());
        String[] arguments =
                ("serve" + options.replace("HOME", folder.resolve("home").toString())).split(" ", -1);

        assertThat(answer(arguments)).isEqualTo(answerAmongAll(arguments));
    }

    private Answer answer(String... arguments) {
        return answer((cliEnvironment, starter) -> new CountersignCommand(cliEnvironment, starter).run(arguments));
    }

    private Answer answerAmongAll(String... arguments) {
        return answer((cliEnvironment, starter) ->
                new CommandTree(cliEnvironment, starter).line(_ -> true).execute(arguments));
    }

    private Answer answer(ToIntBiFunction<CliEnvironment, ServerStarter> call) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int status = call.applyAsInt(cliEnvironment(out, err, environment), (deployment, _) -> {
            throw StartRefusedException.unavailable("nothing starts in %s on port %d"
                    .formatted(deployment.home(), deployment.server().port()));
        });
        return new Answer(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static CliEnvironment cliEnvironment(OutputStream out, OutputStream err, Map<String, String> environment) {
        return new CliEnvironment(
                environment,
                "/nowhere",
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Clock.systemUTC());
    }
}
