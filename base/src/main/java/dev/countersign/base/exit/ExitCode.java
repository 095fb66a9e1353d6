package dev.countersign.base.exit;

/** The exit status of the process; the numbers are those of {@code sysexits.h}. */
public final class ExitCode {
    /** The command succeeded, or the server was stopped normally. */
    public static final int OK = 0;

    /** The request was refused, the resource does not exist or conflicts with an existing one, or a check found a problem. */
    public static final int REFUSED = 1;

    /** A plan contains changes, a rehearsal a request with another result, or a check a warning or nothing at all. */
    public static final int DIFFERENT = 2;

    /** An import is not complete: something in it needs a decision. */
    public static final int UNDECIDED = 3;

    /** The command line was wrong ({@code EX_USAGE}). */
    public static final int USAGE = 64;

    /** The input is not valid ({@code EX_DATAERR}). */
    public static final int DATA = 65;

    /** An input file does not exist or cannot be read ({@code EX_NOINPUT}). */
    public static final int NO_INPUT = 66;

    /**
     * A dependency of the command is unavailable: a port, the home, the database, a server ({@code EX_UNAVAILABLE}).
     */
    public static final int UNAVAILABLE = 69;

    /** An internal fault of Countersign ({@code EX_SOFTWARE}). */
    public static final int SOFTWARE = 70;

    /** A file cannot be written ({@code EX_CANTCREAT}). */
    public static final int CANNOT_CREATE = 73;

    /** The credentials are wrong or not sufficient ({@code EX_NOPERM}). */
    public static final int NO_PERMISSION = 77;

    /** The configuration is wrong ({@code EX_CONFIG}). */
    public static final int CONFIG = 78;

    private ExitCode() {}
}
