package dev.countersign.server.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options that several commands share. */
final class Options {
    private static final String HOME = "--home";
    private static final String PORT = "--port";

    private Options() {}

    static OptionSpec home(String otherwise) {
        return OptionSpec.builder(HOME)
                .type(String.class)
                .paramLabel("DIR")
                .description("Folder with conf and data. " + otherwise)
                .build();
    }

    static OptionSpec port() {
        return OptionSpec.builder(PORT)
                .type(String.class)
                .paramLabel("N")
                .description("Port for HTTPS, instead of the configured one.")
                .build();
    }

    static OptionSpec flag(String name, String description) {
        return OptionSpec.builder(name)
                .type(boolean.class)
                .arity("0")
                .description(description)
                .build();
    }

    /** The home that was asked for. */
    static Optional<String> home(CommandSpec spec) {
        return value(spec, HOME);
    }

    /** The settings that options overrode, by key. */
    static Map<String, String> settings(CommandSpec spec) {
        var settings = new HashMap<String, String>();
        value(spec, PORT).ifPresent(port -> settings.put("server.port", port));
        return settings;
    }

    static boolean isGiven(CommandSpec spec, String flag) {
        return spec.commandLine().getParseResult().hasMatchedOption(flag);
    }

    private static Optional<String> value(CommandSpec spec, String option) {
        String none = null;
        return Optional.ofNullable(spec.commandLine().getParseResult().matchedOptionValue(option, none));
    }
}
