package dev.countersign.server;

import dev.countersign.server.cli.CountersignCommand;
import dev.countersign.server.cli.Surroundings;
import dev.countersign.server.log.LastingLogs;

/** The entry of the process. */
public final class Main {

    private Main() {}

    /** Runs one command; the exit status follows the sysexits convention. */
    public static void main(String[] arguments) {
        LastingLogs.install();
        var command = new CountersignCommand(Surroundings.ofProcess(Wiring.CLOCK), new Wiring());
        System.exit(command.run(arguments));
    }
}
