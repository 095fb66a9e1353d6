package dev.countersign.server;

import dev.countersign.cli.CountersignCommand;
import dev.countersign.cli.command.CliEnvironment;
import dev.countersign.server.command.ServerCommands;
import dev.countersign.server.log.ProcessLog;
import dev.countersign.server.run.ServerStarter;
import java.util.Locale;

/** Entry point of the process. */
public final class Main {

    private Main() {}

    /** Runs one command; the exit status follows the sysexits convention. */
    public static void main(String[] arguments) {
        // Set first: numbers use the digits of the default locale, and most of them are read by programs.
        Locale.setDefault(Locale.ROOT);
        ProcessLog.outliveShutdown();
        if (arguments.length > 0 && arguments[0].equals("serve")) {
            // in parallel to reading the command line, which takes a tenth of the start
            Wiring.prepare();
        }
        System.exit(command(new Wiring()).run(arguments));
    }

    static CountersignCommand command(ServerStarter starter) {
        return new CountersignCommand(
                CliEnvironment.ofProcess(Wiring.CLOCK, new ServerCommands(starter, new OfflineSurveying())));
    }
}
