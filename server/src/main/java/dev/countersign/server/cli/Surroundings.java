package dev.countersign.server.cli;

import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Map;

/**
 * What a command gets from the process it runs in.
 *
 * @param userHome the home folder of the user, as Java knows it
 */
public record Surroundings(
        Map<String, String> environment, String userHome, PrintStream out, PrintStream err, InstantSource clock) {

    /** The surroundings of this process. */
    public static Surroundings ofProcess(InstantSource clock) {
        return new Surroundings(System.getenv(), System.getProperty("user.home", ""), System.out, System.err, clock);
    }

    /** The same without anything set from outside. */
    Surroundings withoutEnvironment() {
        return new Surroundings(Map.of(), userHome, out, err, clock);
    }
}
