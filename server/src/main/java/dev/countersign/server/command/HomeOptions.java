package dev.countersign.server.command;

import dev.countersign.cli.command.Arguments;
import dev.countersign.cli.command.Options;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Options of the commands that work on the home of a server: the home, and the port. */
final class HomeOptions {
    private static final String HOME = "--home";
    private static final String PORT = "--port";

    private HomeOptions() {}

    static OptionSpec home() {
        return home("COUNTERSIGN_HOME, else ~/.countersign.");
    }

    static OptionSpec home(String otherwise) {
        return Options.text(HOME, "DIR", "Folder with conf and data. Default: " + otherwise);
    }

    static OptionSpec port() {
        return Options.text(PORT, "N", "Port for HTTPS, instead of the configured one.");
    }

    /** The home given in the options. */
    static Optional<String> home(CommandSpec spec) {
        return new Arguments(spec).text(HOME);
    }

    /** The settings overridden by options, by key. */
    static Map<String, String> settings(CommandSpec spec) {
        return new Arguments(spec)
                .text(PORT)
                .map(port -> Map.of("server.port", port))
                .orElse(Map.of());
    }
}
