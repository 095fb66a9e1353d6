package dev.countersign.server.cli;

import dev.countersign.server.demo.DemoFailedException;
import dev.countersign.server.remote.CallFailedException;
import dev.countersign.server.run.ExitCode;
import dev.countersign.server.run.ServerStarter;
import dev.countersign.server.run.StartRefusedException;
import dev.countersign.server.terminal.Screen;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code countersign} and what stands under it. Commands are described in code: nothing is looked up. */
public final class CountersignCommand {
    private static final String[] EXIT_CODES = {
        "",
        "Exit status:",
        "   0  done, or stopped in good order",
        "   1  the answer is no: refused, not there, or in conflict with what is there",
        "   2  a plan found a difference",
        "  64  the command line is wrong",
        "  65  what was handed over is not valid",
        "  66  a file cannot be read",
        "  69  a port, the home, the database or the server is not to be had",
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

    private final CommandLine line;
    private final PrintStream err;

    public CountersignCommand(Surroundings surroundings, ServerStarter starter) {
        this.err = surroundings.err();
        var root = CommandSpec.create().name("countersign");
        root.version("countersign " + Version.current());
        root.usageMessage()
                .description("An OAuth 2.0 authorization server for the JWT bearer grant.")
                .footer(concat(EXAMPLES, EXIT_CODES));
        root.mixinStandardHelpOptions(true);
        root.addSubcommand(
                "serve",
                CommandBody.examples(
                        ServeCommand.spec(surroundings, starter),
                        List.of("serve", "serve --home /srv/tokens --port 443")));
        root.addSubcommand(
                "demo", CommandBody.examples(DemoCommand.spec(surroundings, starter), List.of("demo", "demo --once")));
        root.addSubcommand(
                "check-config",
                CommandBody.examples(
                        CheckConfigCommand.spec(surroundings),
                        List.of("check-config", "check-config --home /srv/tokens")));
        groups(surroundings).forEach(command -> root.addSubcommand(command.name(), command));
        TrustCommands.all(surroundings).forEach(command -> root.addSubcommand(command.name(), command));
        this.line = new CommandLine(root)
                // a value that begins with @ is a value
                .setExpandAtFiles(false)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setOut(writer(surroundings.out()))
                .setErr(writer(surroundings.err()))
                .setParameterExceptionHandler((wrong, arguments) -> wrongUse(wrong))
                .setExecutionExceptionHandler((fault, command, result) -> failed(fault));
        root.commandLine().setExecutionStrategy(result -> {
            if (!result.hasSubcommand() && !result.isUsageHelpRequested() && !result.isVersionHelpRequested()) {
                line.usage(line.getErr());
                return ExitCode.USAGE;
            }
            return new CommandLine.RunLast().execute(result);
        });
    }

    private static List<CommandSpec> groups(Surroundings surroundings) {
        return List.of(
                LoginCommand.login(surroundings),
                LoginCommand.logout(surroundings),
                IssuerCommands.spec(surroundings),
                ApplicationCommands.spec(surroundings),
                ApiResourceCommands.spec(surroundings),
                ExchangeCommand.spec(surroundings),
                ExplainCommand.spec(surroundings),
                AuditCommand.spec(surroundings),
                SigningKeyCommands.spec(surroundings),
                TokenCommands.spec(surroundings),
                ChangeMasterKeyCommand.spec(surroundings),
                CompletionCommand.spec(surroundings));
    }

    /** Runs one command to its end and returns the exit status of the process. */
    public int run(String... arguments) {
        return line.execute(arguments);
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

    private int failed(Exception fault) {
        if (fault instanceof DemoFailedException failure) {
            err.println("countersign: " + failure.getMessage());
            return ExitCode.SOFTWARE;
        }
        if (fault instanceof CallFailedException failure) {
            print(failure);
            return failure.exitCode();
        }
        if (fault instanceof StartRefusedException refused) {
            err.println("countersign: " + refused.getMessage());
            return refused.exitCode();
        }
        err.println("countersign: This should not happen; please report it.");
        fault.printStackTrace(err);
        return ExitCode.SOFTWARE;
    }

    private void print(CallFailedException failure) {
        var screen = new Screen(err, err, false);
        screen.note("countersign: " + failure.sentence());
        failure.findings()
                .forEach(finding -> screen.note(
                        finding.pointer().isEmpty()
                                ? "  " + finding.detail()
                                : "  %s: %s".formatted(finding.pointer(), finding.detail())));
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
