package dev.countersign.cli;

import dev.countersign.base.exit.ExitCode;
import dev.countersign.cli.command.Arguments;
import dev.countersign.cli.command.CliEnvironment;
import dev.countersign.cli.command.CommandBody;
import dev.countersign.cli.command.Options;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/** {@code countersign completion}: prints the script for completion of commands and options in a shell. */
final class CompletionCommand {
    static final String NAME = "completion";

    private CompletionCommand() {}

    static CommandSpec spec(CliEnvironment cliEnvironment) {
        PositionalParamSpec shell = Options.parameter(0, "SHELL", "bash or zsh.");
        CommandSpec spec = CommandBody.named(
                        NAME, "Prints the script that completes commands and options in a shell.", called -> {
                            if (!List.of("bash", "zsh").contains(new Arguments(called).required(0))) {
                                throw new ParameterException(called.commandLine(), "SHELL must be bash or zsh.");
                            }
                            cliEnvironment.out().print(script(called.commandLine()));
                            cliEnvironment.out().flush();
                            return ExitCode.OK;
                        })
                .addPositional(shell);
        return CommandBody.examples(
                spec,
                List.of("completion bash > ~/.local/share/bash-completion/completions/countersign", "completion zsh"));
    }

    /** One script for both shells: in zsh it enables the completion of bash. */
    private static String script(CommandLine command) {
        CommandLine root = command;
        while (root.getParent() != null) {
            root = root.getParent();
        }
        return AutoComplete.bash("countersign", root);
    }
}
