package dev.countersign.server.demo;

import dev.countersign.base.exit.CommandFailedException;
import dev.countersign.base.exit.ExitCode;

/** Failure of the demonstration to show what it is there to show; the message says which step failed. */
public final class DemoFailedException extends CommandFailedException {
    private static final long serialVersionUID = 1L;

    DemoFailedException(String message) {
        super(ExitCode.SOFTWARE, message);
    }

    DemoFailedException(String message, Throwable cause) {
        super(ExitCode.SOFTWARE, message + ": " + cause, cause);
    }
}
