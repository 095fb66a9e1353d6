package dev.countersign.base.exit;

/**
 * Exception thrown when a command fails for a reason that its user can correct: the message states the reason, and the
 * process ends with the exit status.
 */
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

    /** The exit status, one of {@link ExitCode}. */
    public final int exitCode() {
        return exitCode;
    }

    /** The message, which is always present. */
    public final String sentence() {
        return String.valueOf(getMessage());
    }
}
