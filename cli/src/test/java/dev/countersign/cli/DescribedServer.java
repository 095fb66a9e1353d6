package dev.countersign.cli;

import dev.countersign.base.exit.ExitCode;
import dev.countersign.cli.command.CliEnvironment;
import dev.countersign.cli.command.CommandBody;
import dev.countersign.cli.command.LocalServer;
import dev.countersign.cli.command.Options;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** Local server whose commands can be described and called, and do nothing. */
public final class DescribedServer implements LocalServer {
    private static CommandSpec named(String name) {
        return CommandBody.named(name, "Does nothing.", _ -> ExitCode.OK)
                .addOption(Options.text("--home", "DIR", "A folder."))
                .addOption(Options.text("--port", "N", "A port."));
    }

    @Override
    public CommandSpec serve(CliEnvironment cliEnvironment) {
        return named("serve");
    }

    @Override
    public CommandSpec demo(CliEnvironment cliEnvironment) {
        return named("demo");
    }

    @Override
    public CommandSpec checkConfig(CliEnvironment cliEnvironment) {
        return named("check-config");
    }

    @Override
    public CommandSpec doctor(CliEnvironment cliEnvironment) {
        return named("doctor");
    }

    @Override
    public CommandSpec supportBundle(CliEnvironment cliEnvironment) {
        return named("support-bundle");
    }

    @Override
    public CommandSpec changeMasterKey(CliEnvironment cliEnvironment) {
        return named("change-master-key");
    }

    @Override
    public Optional<Path> certificate(CliEnvironment cliEnvironment) {
        return Optional.empty();
    }
}
