package dev.countersign.server.run;

import dev.countersign.base.exit.CommandFailedException;
import dev.countersign.base.exit.ExitCode;

/** Exception thrown when a server cannot start for a reason that its operator can correct. */
public final class StartRefusedException extends CommandFailedException {
    private static final long serialVersionUID = 1L;

    private StartRefusedException(int exitCode, String message) {
        super(exitCode, message);
    }

    /** A problem of the configuration. */
    public static StartRefusedException configuration(String message) {
        return new StartRefusedException(ExitCode.CONFIG, message);
    }

    /** Something the server needs is unavailable. */
    public static StartRefusedException unavailable(String message) {
        return new StartRefusedException(ExitCode.UNAVAILABLE, message);
    }
}
