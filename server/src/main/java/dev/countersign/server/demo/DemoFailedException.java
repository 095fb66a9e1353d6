package dev.countersign.server.demo;

import dev.countersign.base.exit.CommandFailedException;
import dev.countersign.base.exit.ExitCode;

/** Failure of the demonstration; the message names the step. */
public final class DemoFailedException extends CommandFailedException {
    private static final long serialVersionUID = 1L;

    DemoFailedException(String message) {
        super(ExitCode.SOFTWARE, message);
    }

    DemoFailedException(String message, Throwable cause) {
        super(ExitCode.SOFTWARE, message + ": " + cause, cause);
    }
}
