package dev.countersign.server;

import dev.countersign.server.cli.CliEnvironment;
import dev.countersign.server.cli.CountersignCommand;
import dev.countersign.server.log.ProcessLog;
import dev.countersign.server.run.ServerStarter;
import java.util.Locale;

/** The entry of the process. */
public final class Main {

    private Main() {}

    /** Runs one command; the exit status follows the sysexits convention. */
    public static void main(String[] arguments) {
        // Before anything is written: numbers have the digits of the default locale, and machines read most of them.
        Locale.setDefault(Locale.ROOT);
        ProcessLog.outliveShutdown();
        System.exit(command(new Wiring()).run(arguments));
    }

    static CountersignCommand command(ServerStarter starter) {
        return new CountersignCommand(CliEnvironment.ofProcess(Wiring.CLOCK), starter);
    }
}
