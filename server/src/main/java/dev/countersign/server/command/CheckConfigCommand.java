package dev.countersign.server.command;

import dev.countersign.base.exit.ExitCode;
import dev.countersign.cli.command.CliEnvironment;
import dev.countersign.cli.command.CommandBody;
import dev.countersign.server.config.home.MasterKeyFile;
import dev.countersign.server.config.home.UnusableMasterKeyException;
import dev.countersign.server.run.StartRefusedException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** {@code countersign check-config}: reads the configuration as the server would, and writes nothing. */
final class CheckConfigCommand {
    private final CliEnvironment cliEnvironment;

    private CheckConfigCommand(CliEnvironment cliEnvironment) {
        this.cliEnvironment = cliEnvironment;
    }

    static CommandSpec spec(CliEnvironment cliEnvironment) {
        var command = new CheckConfigCommand(cliEnvironment);
        var spec = CommandBody.named(
                        "check-config",
                        "Reads the configuration, shows every setting with its value and where that comes from, and"
                                + " reports every problem.",
                        command::run)
                .addOption(HomeOptions.home());
        return CommandBody.examples(spec, List.of("check-config", "check-config --home /srv/tokens"));
    }

    private int run(CommandSpec spec) throws StartRefusedException {
        var finder = new HomeFinder(cliEnvironment);
        var home = finder.find(HomeOptions.home(spec));
        var deployment = finder.read(home, Map.of());
        try {
            var masterKey = new MasterKeyFile(home, cliEnvironment.environment());
            masterKey.find();
            masterKey.previous();
        } catch (UnusableMasterKeyException damaged) {
            throw StartRefusedException.configuration(damaged.getMessage());
        }
        deployment.effective().forEach(cliEnvironment.out()::println);
        cliEnvironment.out().println("The configuration of %s is sound.".formatted(home));
        return ExitCode.OK;
    }
}
