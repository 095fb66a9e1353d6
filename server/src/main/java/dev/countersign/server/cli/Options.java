package dev.countersign.server.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The options that several commands share. */
final class Options {
    private static final String HOME = ServeLine.HOME;
    private static final String PORT = ServeLine.PORT;

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

    /** An option with a value. */
    static OptionSpec text(String name, String label, String description) {
        return OptionSpec.builder(name)
                .type(String.class)
                .paramLabel(label)
                .description(description)
                .build();
    }

    /** An option that may be given several times. */
    static OptionSpec texts(String name, String label, String description) {
        return OptionSpec.builder(name)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1")
                .paramLabel(label)
                .description(description)
                .build();
    }

    /** A switch that can be set and, as {@code --no-…}, be taken back. */
    static OptionSpec toggle(String name, String description) {
        return OptionSpec.builder(name)
                .type(Boolean.class)
                .arity("0")
                .negatable(true)
                .fallbackValue("true")
                .description(description)
                .build();
    }

    /** A parameter that must be there. */
    static PositionalParamSpec parameter(int place, String label, String description) {
        return PositionalParamSpec.builder()
                .index(Integer.toString(place))
                .arity("1")
                .type(String.class)
                .paramLabel(label)
                .description(description)
                .build();
    }

    /** A parameter that may be left out. */
    static PositionalParamSpec optionalParameter(int place, String label, String description) {
        return PositionalParamSpec.builder()
                .index(Integer.toString(place))
                .arity("0..1")
                .type(String.class)
                .paramLabel(label)
                .description(description)
                .build();
    }

    /** The home that was asked for. */
    static Optional<String> home(CommandSpec spec) {
        return value(spec, HOME);
    }

    /** The settings that options overrode, by key. */
    static Map<String, String> settings(CommandSpec spec) {
        return ServeLine.settings(value(spec, PORT));
    }

    static boolean isGiven(CommandSpec spec, String flag) {
        return spec.commandLine().getParseResult().hasMatchedOption(flag);
    }

    private static Optional<String> value(CommandSpec spec, String option) {
        String none = null;
        return Optional.ofNullable(spec.commandLine().getParseResult().matchedOptionValue(option, none));
    }
}
