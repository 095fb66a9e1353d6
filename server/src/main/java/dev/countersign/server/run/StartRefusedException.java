package dev.countersign.server.run;

/** A server could not start for a reason that its operator can do something about; the message says what. */
public final class StartRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private StartRefusedException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** Something is wrong with the configuration. */
    public static StartRefusedException configuration(String message) {
        return new StartRefusedException(ExitCode.CONFIG, message);
    }

    /** Something the server needs is unavailable. */
    public static StartRefusedException unavailable(String message) {
        return new StartRefusedException(ExitCode.UNAVAILABLE, message);
    }

    public int exitCode() {
        return exitCode;
    }
}
