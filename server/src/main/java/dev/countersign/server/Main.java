package dev.countersign.server;

import java.io.PrintStream;

/** The entry of the process. */
public final class Main {

    /** {@code EX_USAGE} of sysexits: the command was used wrongly. */
    private static final int USAGE = 64;

    private Main() {}

    /** Runs one command; the exit status follows the sysexits convention. */
    public static void main(String[] arguments) {
        System.exit(run(System.err));
    }

    private static int run(PrintStream err) {
        err.println("Usage: countersign <command>");
        return USAGE;
    }
}
