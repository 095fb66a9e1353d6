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
public record CliEnvironment(
        Map<String, String> environment,
        String userHome,
        InputStream in,
        PrintStream out,
        PrintStream err,
        InstantSource clock,
        Terminal terminal) {

    /** Surroundings without a person: nothing to read, nobody to ask. */
    public CliEnvironment(
            Map<String, String> environment, String userHome, PrintStream out, PrintStream err, InstantSource clock) {
        this(environment, userHome, InputStream.nullInputStream(), out, err, clock, Terminal.NONE);
    }

    /** The cliEnvironment of this process. */
    public static CliEnvironment ofProcess(InstantSource clock) {
        return new CliEnvironment(
                System.getenv(),
                System.getProperty("user.home", ""),
                System.in,
                System.out,
                System.err,
                clock,
                Terminal.ofProcess());
    }

    /** The same without anything set from outside. */
    CliEnvironment withoutEnvironment() {
        return new CliEnvironment(Map.of(), userHome, in, out, err, clock, terminal);
    }
}
