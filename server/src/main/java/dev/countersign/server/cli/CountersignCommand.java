package dev.countersign.server.cli;

import dev.countersign.server.run.ServerStarter;
import dev.countersign.server.run.StartRefusedException;
import java.util.Optional;

/** The command {@code countersign}, as the process was given it. */
public final class CountersignCommand {
    private final CliEnvironment cliEnvironment;
    private final ServerStarter starter;

    public CountersignCommand(CliEnvironment cliEnvironment, ServerStarter starter) {
        this.cliEnvironment = cliEnvironment;
        this.starter = starter;
    }

    /** Runs one command to its end and returns the exit status of the process. */
    public int run(String... arguments) {
        Optional<ServeLine> serve = ServeLine.read(arguments);
        return serve.isPresent() ? serve(serve.get()) : new CommandTree(cliEnvironment, starter).execute(arguments);
    }

    private int serve(ServeLine given) {
        try {
            return new Serving(cliEnvironment, starter).run(given.home(), given.settings());
        } catch (StartRefusedException | InterruptedException | RuntimeException fault) {
            return new CommandFailures(cliEnvironment.err()).status(fault);
        }
    }
}
