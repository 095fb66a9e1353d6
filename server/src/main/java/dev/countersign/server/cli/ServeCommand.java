package dev.countersign.server.cli;

import dev.countersign.server.run.ServerStarter;
import picocli.CommandLine.Model.CommandSpec;

/** {@code countersign serve} among the other commands. */
final class ServeCommand {
    private ServeCommand() {}

    static CommandSpec spec(CliEnvironment cliEnvironment, ServerStarter starter) {
        var serving = new Serving(cliEnvironment, starter);
        return CommandBody.named(
                        ServeLine.COMMAND,
                        "Starts the server. The first start makes everything it needs under the home: configuration,"
                                + " TLS certificate, master key, database.",
                        spec -> serving.run(Options.home(spec), Options.settings(spec)))
                .addOption(Options.home("Default: COUNTERSIGN_HOME, else ~/.countersign."))
                .addOption(Options.port());
    }
}
