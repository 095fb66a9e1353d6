package dev.countersign.server.cli;

import dev.countersign.server.run.ServerStarter;
import dev.countersign.server.run.StartRefusedException;
import java.util.Optional;

/** The command {@code countersign}, as the process was given it. */
public final class CountersignCommand {
    private final CliEnvironment surroundings;
    private final ServerStarter starter;

    public CountersignCommand(CliEnvironment surroundings, ServerStarter starter) {
        this.surroundings = surroundings;
        this.starter = starter;
    }

    /** Runs one command to its end and returns the exit status of the process. */
    public int run(String... arguments) {
        Optional<ServeLine> serve = ServeLine.read(arguments);
        return serve.isPresent() ? serve(serve.get()) : new CommandTree(surroundings, starter).execute(arguments);
    }

    private int serve(ServeLine given) {
        try {
            return new Serving(surroundings, starter).run(given.home(), given.settings());
        } catch (StartRefusedException | InterruptedException | RuntimeException fault) {
            return new CommandFailures(surroundings.err()).status(fault);
        }
    }
}
