package dev.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.cli.command.CliEnvironment;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that describing only the named command has no visible effect. */
class CommandAloneTest {
    private record Answer(int status, String out, String err) {}

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
        CommandTable.NAMES.forEach(
                name -> lines.addAll(List.of(name + " --help", name + " --no-such-option", name + " one too many")));
        return lines.stream();
    }

    @ParameterizedTest
    @MethodSource("lines")
    void answersAsAmongAllOthers(String line) {
        String[] arguments = line.isEmpty() ? new String[0] : line.split(" ", -1);

        assertThat(answer(arguments)).isEqualTo(answerAmongAll(arguments));
    }

    private static Answer answer(String... arguments) {
        return answer(cliEnvironment -> new CountersignCommand(cliEnvironment).run(arguments));
    }

    private static Answer answerAmongAll(String... arguments) {
        return answer(cliEnvironment ->
                new CommandTree(cliEnvironment).line(_ -> true).execute(arguments));
    }

    private static Answer answer(ToIntFunction<CliEnvironment> call) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int status = call.applyAsInt(cliEnvironment(out, err));
        return new Answer(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static CliEnvironment cliEnvironment(OutputStream out, OutputStream err) {
        return new CliEnvironment(
                Map.of(),
                "/nowhere",
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Clock.systemUTC(),
                new DescribedServer());
    }
}
