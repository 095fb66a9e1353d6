package dev.countersign.base.exit;

/** The exit status of the process; the numbers are those of {@code sysexits.h}. */
public final class ExitCode {
    /** The command did what it was asked, or the server was stopped in good order. */
    public static final int OK = 0;

    /** The answer is no: refused, not there, or in conflict with what is there. */
    public static final int REFUSED = 1;

    /** A plan found something to do. */
    public static final int DIFFERENT = 2;

    /** The command line was wrong ({@code EX_USAGE}). */
    public static final int USAGE = 64;

    /** What was handed over is not valid ({@code EX_DATAERR}). */
    public static final int DATA = 65;

    /** A file to be read is not there or may not be read ({@code EX_NOINPUT}). */
    public static final int NO_INPUT = 66;

    /**
     * Something the command needs is unavailable: a port, the home, the database, a server that answers
     * ({@code EX_UNAVAILABLE}).
     */
    public static final int UNAVAILABLE = 69;

    /** A fault of Countersign itself ({@code EX_SOFTWARE}). */
    public static final int SOFTWARE = 70;

    /** A file cannot be written ({@code EX_CANTCREAT}). */
    public static final int CANNOT_CREATE = 73;

    /** Credentials are wrong, or do not suffice ({@code EX_NOPERM}). */
    public static final int NO_PERMISSION = 77;

    /** The configuration is wrong ({@code EX_CONFIG}). */
    public static final int CONFIG = 78;

    private ExitCode() {}
}
