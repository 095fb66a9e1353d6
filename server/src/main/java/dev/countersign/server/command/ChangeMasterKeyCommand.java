package dev.countersign.server.command;

import dev.countersign.base.exit.ExitCode;
import dev.countersign.base.text.FailureText;
import dev.countersign.cli.command.CliEnvironment;
import dev.countersign.cli.command.CommandBody;
import dev.countersign.server.config.home.Home;
import dev.countersign.server.config.home.MasterKeyFile;
import dev.countersign.server.config.home.UnusableMasterKeyException;
import dev.countersign.server.run.StartRefusedException;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code countersign change-master-key}: generates a new master key, with which the next start encrypts everything. */
final class ChangeMasterKeyCommand {
    private final CliEnvironment cliEnvironment;

    private ChangeMasterKeyCommand(CliEnvironment cliEnvironment) {
        this.cliEnvironment = cliEnvironment;
    }

    static CommandSpec spec(CliEnvironment cliEnvironment) {
        var command = new ChangeMasterKeyCommand(cliEnvironment);
        var spec = CommandBody.named(
                        "change-master-key",
                        "Makes a new master key and keeps the one before beside it. The server may go on; its next"
                                + " start seals the signing keys under the new one.",
                        command::run)
                .addOption(HomeOptions.home());
        return CommandBody.examples(spec, List.of("change-master-key", "change-master-key --home /srv/tokens"));
    }

    private int run(CommandSpec spec) throws StartRefusedException {
        Home home = new HomeFinder(cliEnvironment).find(HomeOptions.home(spec));
        var file = new MasterKeyFile(home, cliEnvironment.environment());
        try {
            file.change();
        } catch (UnusableMasterKeyException unusable) {
            throw StartRefusedException.configuration(String.valueOf(unusable.getMessage()));
        } catch (IOException unwritable) {
            throw StartRefusedException.unavailable("The master key cannot be written: " + FailureText.of(unwritable));
        }
        cliEnvironment.out().println("The new master key is in %s. Restart the server.".formatted(file.path()));
        cliEnvironment
                .out()
                .println("Then move %s to where you keep the keys of old backups: nothing else needs it."
                        .formatted(file.previousPath()));
        return ExitCode.OK;
    }
}
