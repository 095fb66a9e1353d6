package dev.countersign.cli.operation;

import dev.countersign.cli.command.Arguments;
import dev.countersign.cli.command.CommandSession;
import dev.countersign.cli.command.Options;
import dev.countersign.cli.remote.CallFailedException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;

/** Sources of an assertion for commands: an argument, a file, the standard input or the environment. */
final class Assertions {
    private static final String ASSERTION = "--assertion";
    private static final String ASSERTION_FILE = "--assertion-file";
    private static final String VARIABLE = "COUNTERSIGN_ASSERTION";

    private Assertions() {}

    static List<OptionSpec> options() {
        return List.of(
                Options.text(
                        ASSERTION,
                        "JWT",
                        "The assertion. Others on this machine can see arguments; better is " + VARIABLE + ", or"),
                Options.text(ASSERTION_FILE, "FILE", "a file that holds the assertion; - is the standard input."));
    }

    /** Reads the assertion, without surrounding white space; it is never printed. */
    static String read(CommandSession session) throws CallFailedException {
        Arguments arguments = session.arguments();
        arguments.atMostOne(ASSERTION, ASSERTION_FILE);
        Optional<String> file = arguments.text(ASSERTION_FILE);
        if (file.isPresent()) {
            return session.inputs().value(file.get());
        }
        return arguments
                .text(ASSERTION)
                .or(() -> session.inputs().variable(VARIABLE))
                .map(String::strip)
                .orElseThrow(() -> CallFailedException.usage(
                        "An assertion is needed: %s FILE, %s or %s.".formatted(ASSERTION_FILE, VARIABLE, ASSERTION)));
    }
}
