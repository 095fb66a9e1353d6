package dev.countersign.server.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Map;

/**
 * What a command gets from the process it runs in.
 *
 * @param userHome the home folder of the user, as Java knows it
 */
public record Surroundings(
        Map<String, String> environment,
        String userHome,
        InputStream in,
        PrintStream out,
        PrintStream err,
        InstantSource clock,
        Terminal terminal) {

    /** Surroundings without a person: nothing to read, nobody to ask. */
    public Surroundings(
            Map<String, String> environment, String userHome, PrintStream out, PrintStream err, InstantSource clock) {
        this(environment, userHome, InputStream.nullInputStream(), out, err, clock, Terminal.NONE);
    }

    /** The surroundings of this process. */
    public static Surroundings ofProcess(InstantSource clock) {
        return new Surroundings(
                System.getenv(),
                System.getProperty("user.home", ""),
                System.in,
                System.out,
                System.err,
                clock,
                Terminal.ofProcess());
    }

    /** The same without anything set from outside. */
    Surroundings withoutEnvironment() {
        return new Surroundings(Map.of(), userHome, in, out, err, clock, terminal);
    }
}
