package dev.countersign.cli.command;

import dev.countersign.base.exit.ExitCode;
import dev.countersign.cli.remote.CallFailedException;
import dev.countersign.cli.remote.CallFailedException.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Builder of a command: those that call a server have the same connection options, and all the same output and exit status. */
public final class ClientCommand {
    static final String JSON = "--json";
    static final String COLOR = "--color";

    private static final Map<String, String> EXIT_CODES = exitCodes();
    private static final List<Integer> OF_SERVERS =
            List.of(ExitCode.REFUSED, ExitCode.UNAVAILABLE, ExitCode.NO_PERMISSION, ExitCode.CONFIG);

    private final String name;
    private final String description;
    private final List<ArgSpec> arguments = new ArrayList<>();
    private final List<OptionGroup> groups = new ArrayList<>();
    private final List<String> examples = new ArrayList<>();
    private Optional<ArgGroupSpec> connection = Optional.of(ConnectionOptions.group());
    private Map<String, String> exitCodes = EXIT_CODES;

    private ClientCommand(String name, String description) {
        this.name = name;
        this.description = description;
    }

    /** Body of a command, run in its session; returns the exit status. */
    @FunctionalInterface
    public interface Body {
        int run(CommandSession session) throws CallFailedException;
    }

    public static ClientCommand named(String name, String description) {
        return new ClientCommand(name, description);
    }

    /** Adds an option or parameter. */
    public ClientCommand with(ArgSpec argument) {
        arguments.add(argument);
        return this;
    }

    public ClientCommand with(List<? extends ArgSpec> several) {
        arguments.addAll(several);
        return this;
    }

    /** Adds options in groups of the help. */
    public ClientCommand withGroups(List<OptionGroup> several) {
        groups.addAll(several);
        return this;
    }

    /** Describes credentials other than an administrator's. */
    public ClientCommand connectingAs(String whose) {
        connection = Optional.of(ConnectionOptions.group(whose));
        return this;
    }

    /** Makes it a command that only works on files: it has no connection options, and an exit status of its own. */
    public ClientCommand withoutServer(int status, String meaning) {
        connection = Optional.empty();
        var codes = new LinkedHashMap<String, String>();
        EXIT_CODES.forEach((code, text) -> {
            if (!OF_SERVERS.contains(Integer.valueOf(code.strip()))) {
                codes.put(code, text);
            }
            if (code.equals(" " + ExitCode.OK)) {
                codes.put(" " + status, meaning);
            }
        });
        exitCodes = codes;
        return this;
    }

    /** Adds an example to the help, without the name of the program. */
    public ClientCommand example(String line) {
        examples.add(line);
        return this;
    }

    /** Builds the command. */
    public CommandSpec does(CliEnvironment cliEnvironment, Body body) {
        CommandSpec spec = CommandBody.named(name, description, called -> run(called, cliEnvironment, body));
        for (ArgSpec argument : arguments) {
            switch (argument) {
                case OptionSpec option -> spec.addOption(option);
                case PositionalParamSpec parameter -> spec.addPositional(parameter);
                default -> throw new IllegalArgumentException("neither an option nor a parameter");
            }
        }
        groups.forEach(group -> add(spec, group));
        spec.addOption(Options.flag(JSON, "Print JSON for programs."));
        spec.addOption(Options.text(COLOR, "WHEN", "Colours: auto (on a terminal), always or never."));
        connection.ifPresent(spec::addArgGroup);
        CommandBody.examples(spec, examples);
        spec.usageMessage().exitCodeListHeading("%nExit status:%n").exitCodeList(exitCodes);
        return spec;
    }

    private static void add(CommandSpec spec, OptionGroup group) {
        if (group.heading().isEmpty()) {
            group.options().forEach(spec::addOption);
            return;
        }
        var shown = ArgGroupSpec.builder()
                .exclusive(false)
                .validate(false)
                .order(spec.argGroups().size())
                .heading("%n" + group.heading() + ":%n");
        group.options().forEach(shown::addArg);
        spec.addArgGroup(shown.build());
    }

    private static int run(CommandSpec spec, CliEnvironment cliEnvironment, Body body) throws CallFailedException {
        var arguments = new Arguments(spec);
        try (var session = new CommandSession(arguments, cliEnvironment, isColoured(arguments, cliEnvironment))) {
            return body.run(session);
        } catch (CallFailedException failure) {
            throw new CallFailedException(
                    failure.exitCode(),
                    failure.sentence(),
                    failure.findings().stream()
                            .map(finding -> new Finding(Pointers.name(finding.pointer(), arguments), finding.detail()))
                            .toList());
        }
    }

    private static boolean isColoured(Arguments arguments, CliEnvironment cliEnvironment) throws CallFailedException {
        return switch (arguments
                .choice(COLOR, List.of("auto", "always", "never"))
                .orElse("auto")) {
            case "always" -> true;
            case "never" -> false;
            default ->
                // https://no-color.org
                cliEnvironment.environment().getOrDefault("NO_COLOR", "").isEmpty()
                        && !cliEnvironment
                                .environment()
                                .getOrDefault("TERM", "")
                                .equals("dumb")
                        && cliEnvironment.terminal().isThere();
        };
    }

    private static Map<String, String> exitCodes() {
        var codes = new LinkedHashMap<String, String>();
        codes.put(" " + ExitCode.OK, "done");
        codes.put(" " + ExitCode.REFUSED, "the answer is no: refused, not there, or in conflict with what is there");
        codes.put(Integer.toString(ExitCode.USAGE), "the command line is wrong");
        codes.put(Integer.toString(ExitCode.DATA), "what was handed over is not valid");
        codes.put(Integer.toString(ExitCode.NO_INPUT), "a file cannot be read");
        codes.put(Integer.toString(ExitCode.UNAVAILABLE), "no server answers, or not now");
        codes.put(Integer.toString(ExitCode.SOFTWARE), "a fault of Countersign");
        codes.put(Integer.toString(ExitCode.CANNOT_CREATE), "a file cannot be written");
        codes.put(Integer.toString(ExitCode.NO_PERMISSION), "the credentials are wrong or do not suffice");
        codes.put(Integer.toString(ExitCode.CONFIG), "the stored login or the environment is wrong or says too little");
        return codes;
    }
}
