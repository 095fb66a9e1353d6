package dev.countersign.cli;

import dev.countersign.base.exit.ExitCode;
import dev.countersign.cli.command.CliEnvironment;
import dev.countersign.cli.command.Options;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code countersign} and its subcommands. Commands are described in code, without reflection. */
record CommandTree(CliEnvironment cliEnvironment) {
    private static final String[] EXIT_CODES = {
        "",
        "Exit status:",
        "   0  done, or stopped in good order",
        "   1  the answer is no: refused, not there, or in conflict with what is there",
        "   2  a plan found a difference",
        "  64  the command line is wrong",
        "  65  what was handed over is not valid",
        "  66  a file cannot be read",
        "  69  a port, the home, the database or the server is unavailable",
        "  70  a fault of Countersign",
        "  73  a file cannot be written",
        "  77  the credentials are wrong or do not suffice",
        "  78  the configuration is wrong",
    };
    private static final String[] EXAMPLES = {
        "",
        "Examples:",
        "  countersign demo",
        "  countersign serve",
        "  countersign serve --home /srv/tokens --port 443",
        "  countersign check-config --home /srv/tokens",
        "  countersign login --url https://tokens.example.com --client-id admin",
        "  countersign issuer list",
        "  countersign explain --assertion-file assertion.jwt",
    };

    /** Runs the command of these arguments. */
    int execute(String... arguments) {
        return line(needed(arguments)).execute(arguments);
    }

    /**
     * Selects the command that is named first, because describing all would take a large part of a server's start.
     * Completion needs all of them, and so do the help and the suggestions for an unknown command.
     */
    private Predicate<String> needed(String... arguments) {
        String first = arguments.length == 0 ? "" : arguments[0];
        return CommandTable.NAMES.contains(first) && !first.equals(CompletionCommand.NAME) ? first::equals : _ -> true;
    }

    /** A command line with the commands of these names. */
    CommandLine line(Predicate<String> known) {
        var root = root();
        CommandTable.NAMES.stream()
                .filter(known)
                .forEach(name -> root.addSubcommand(name, CommandTable.describe(name, cliEnvironment)));
        var line = new CommandLine(root)
                // a value that begins with @ is taken literally
                .setExpandAtFiles(false)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setOut(writer(cliEnvironment.out()))
                .setErr(writer(cliEnvironment.err()))
                .setParameterExceptionHandler((wrong, _) -> wrongUse(wrong))
                .setExecutionExceptionHandler((fault, _, _) -> new CommandFailures(cliEnvironment.err()).status(fault));
        line.setExecutionStrategy(result -> {
            if (!result.hasSubcommand() && !result.isUsageHelpRequested() && !result.isVersionHelpRequested()) {
                line.usage(line.getErr());
                return ExitCode.USAGE;
            }
            return new CommandLine.RunLast().execute(result);
        });
        return line;
    }

    private static CommandSpec root() {
        var root = CommandSpec.create().name("countersign");
        root.version("countersign " + BuildVersion.current());
        root.usageMessage()
                .description("An OAuth 2.0 authorization server for the JWT bearer grant.")
                .footer(concat(EXAMPLES, EXIT_CODES));
        return Options.standard(root);
    }

    private static int wrongUse(ParameterException wrong) {
        var command = wrong.getCommandLine();
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            command.getErr().println("countersign: " + Unmatched.sentence(unmatched));
        } else {
            command.getErr().println("countersign: " + wrong.getMessage());
        }
        if (!UnmatchedArgumentException.printSuggestions(wrong, command.getErr())) {
            command.getErr()
                    .println("Try '%s --help'."
                            .formatted(command.getCommandSpec().qualifiedName()));
        }
        return ExitCode.USAGE;
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    private static String[] concat(String[] one, String[] other) {
        var all = java.util.Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, all, one.length, other.length);
        return all;
    }
}
