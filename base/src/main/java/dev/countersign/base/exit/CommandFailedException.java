package dev.countersign.base.exit;

/** Failure of a command for a reason that its user can do something about: the message states it, and the process ends with the status. */
public abstract class CommandFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    protected CommandFailedException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    protected CommandFailedException(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** The status to end with, one of {@link ExitCode}. */
    public final int exitCode() {
        return exitCode;
    }

    /** The message, which is always there. */
    public final String sentence() {
        return String.valueOf(getMessage());
    }
}
