package dev.countersign.server;

import dev.countersign.cli.CountersignCommand;
import dev.countersign.cli.command.CliEnvironment;
import dev.countersign.server.command.ServerCommands;
import dev.countersign.server.log.ProcessLog;
import dev.countersign.server.run.ServerStarter;
import java.util.Locale;

/** Entry of the process. */
public final class Main {

    private Main() {}

    /** Runs one command; the exit status follows the sysexits convention. */
    public static void main(String[] arguments) {
        // Before anything is written: numbers have the digits of the default locale, and machines read most of them.
        Locale.setDefault(Locale.ROOT);
        ProcessLog.outliveShutdown();
        if (arguments.length > 0 && arguments[0].equals("serve")) {
            // beside the reading of the command line, which takes a tenth of a start
            Wiring.prepare();
        }
        System.exit(command(new Wiring()).run(arguments));
    }

    static CountersignCommand command(ServerStarter starter) {
        return new CountersignCommand(CliEnvironment.ofProcess(Wiring.CLOCK, new ServerCommands(starter)));
    }
}
