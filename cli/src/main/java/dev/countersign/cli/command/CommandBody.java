package dev.countersign.cli.command;

import dev.countersign.base.exit.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** Body of a command, run with its options. */
@FunctionalInterface
public interface CommandBody {

    int run(CommandSpec spec) throws Exception;

    /** Creates a command without options. */
    static CommandSpec named(String name, String description, CommandBody body) {
        var holder = new CommandSpec[1];
        Callable<Integer> callable = () -> body.run(holder[0]);
        var spec = CommandSpec.wrapWithoutInspection(callable);
        holder[0] = spec;
        spec.name(name).usageMessage().description(description);
        return Options.standard(spec);
    }

    /** Creates a command that consists of subcommands. */
    static CommandSpec group(String name, String description, List<CommandSpec> commands) {
        var spec = named(name, description, called -> {
            called.commandLine().usage(called.commandLine().getErr());
            return ExitCode.USAGE;
        });
        commands.forEach(command -> spec.addSubcommand(command.name(), command));
        return spec;
    }

    /** Adds examples to the end of a command's help, each preceded by the name of the program. */
    static CommandSpec examples(CommandSpec spec, List<String> examples) {
        var lines = new ArrayList<String>();
        lines.add("");
        lines.add("Examples:");
        // the help is a format string, in which a percent sign must be doubled
        examples.forEach(example ->
                ExampleLines.of("countersign " + example).forEach(line -> lines.add("  " + line.replace("%", "%%"))));
        spec.usageMessage().footer(lines.toArray(String[]::new));
        return spec;
    }
}
