package dev.countersign.server.cli;

import dev.countersign.server.config.MasterKeyFile;
import dev.countersign.server.config.UnusableMasterKeyException;
import dev.countersign.server.run.ExitCode;
import dev.countersign.server.run.StartRefusedException;
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
        return CommandBody.named(
                        "check-config",
                        "Reads the configuration, shows every setting with its value and where that comes from, and"
                                + " reports every problem.",
                        command::run)
                .addOption(Options.home("Default: COUNTERSIGN_HOME, else ~/.countersign."));
    }

    private int run(CommandSpec spec) throws StartRefusedException {
        var finder = new HomeFinder(cliEnvironment);
        var home = finder.find(Options.home(spec));
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
