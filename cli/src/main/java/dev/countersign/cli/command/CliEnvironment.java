package dev.countersign.cli.command;

import java.io.InputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Map;

/**
 * Environment of a command, supplied by its process.
 *
 * @param userHome the home folder of the user, according to Java
 * @param server the server of this machine
 */
public record CliEnvironment(
        Map<String, String> environment,
        String userHome,
        InputStream in,
        PrintStream out,
        PrintStream err,
        InstantSource clock,
        Terminal terminal,
        LocalServer server) {

    /** An environment without a terminal and without input. */
    public CliEnvironment(
            Map<String, String> environment,
            String userHome,
            PrintStream out,
            PrintStream err,
            InstantSource clock,
            LocalServer server) {
        this(environment, userHome, InputStream.nullInputStream(), out, err, clock, Terminal.NONE, server);
    }

    /** The environment of the current process. */
    public static CliEnvironment ofProcess(InstantSource clock, LocalServer server) {
        return new CliEnvironment(
                System.getenv(),
                System.getProperty("user.home", ""),
                System.in,
                System.out,
                System.err,
                clock,
                Terminal.ofProcess(),
                server);
    }

    /** The same without environment variables. */
    public CliEnvironment withoutEnvironment() {
        return new CliEnvironment(Map.of(), userHome, in, out, err, clock, terminal, server);
    }
}
