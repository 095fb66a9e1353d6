package dev.countersign.cli;

import dev.countersign.cli.command.CliEnvironment;

/** The command {@code countersign} of this process. */
public final class CountersignCommand {
    private final CommandTree tree;

    public CountersignCommand(CliEnvironment cliEnvironment) {
        tree = new CommandTree(cliEnvironment);
    }

    /** Runs one command and returns the exit status of the process. */
    public int run(String... arguments) {
        return tree.execute(arguments);
    }
}
