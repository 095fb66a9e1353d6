package dev.countersign.server.run;

/** The exit status of the process; the numbers are those of {@code sysexits.h}. */
public final class ExitCode {
    /** The command did what it was asked, or the server was stopped in good order. */
    public static final int OK = 0;

    /** The command line was wrong ({@code EX_USAGE}). */
    public static final int USAGE = 64;

    /** Something the command needs is not to be had: a port, the home, the database ({@code EX_UNAVAILABLE}). */
    public static final int UNAVAILABLE = 69;

    /** A fault of Countersign itself ({@code EX_SOFTWARE}). */
    public static final int SOFTWARE = 70;

    /** The configuration is wrong ({@code EX_CONFIG}). */
    public static final int CONFIG = 78;

    private ExitCode() {}
}
