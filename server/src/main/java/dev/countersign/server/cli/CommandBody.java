package dev.countersign.server.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** What a command does with its options. */
@FunctionalInterface
interface CommandBody {

    int run(CommandSpec spec) throws Exception;

    /** A command of this name and body, still without options. */
    static CommandSpec named(String name, String description, CommandBody body) {
        var holder = new CommandSpec[1];
        Callable<Integer> callable = () -> body.run(holder[0]);
        var spec = CommandSpec.wrapWithoutInspection(callable);
        holder[0] = spec;
        spec.name(name).mixinStandardHelpOptions(true);
        spec.usageMessage().description(description);
        return spec;
    }
}
