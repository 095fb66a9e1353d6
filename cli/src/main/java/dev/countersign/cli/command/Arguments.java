package dev.countersign.cli.command;

import dev.countersign.cli.remote.CallFailedException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The options and parameters of a call of a command. */
public final class Arguments {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,12})([smhd]?)");
    private static final Map<String, Long> SECONDS = Map.of("", 1L, "s", 1L, "m", 60L, "h", 3600L, "d", 86_400L);

    private final ParseResult parsed;

    public Arguments(CommandSpec spec) {
        this.parsed = spec.commandLine().getParseResult();
    }

    public boolean isGiven(String option) {
        return parsed.hasMatchedOption(option);
    }

    /** The value of an option that has one. */
    public Optional<String> text(String option) {
        String none = null;
        return Optional.ofNullable(parsed.matchedOptionValue(option, none));
    }

    /** The values of an option that may be repeated; empty when it is absent. */
    public Optional<List<String>> texts(String option) {
        List<String> none = null;
        return Optional.ofNullable(parsed.matchedOptionValue(option, none)).map(List::copyOf);
    }

    /** The value of a switch; empty when it is absent. */
    public Optional<Boolean> toggle(String option) {
        Boolean none = null;
        return Optional.ofNullable(parsed.matchedOptionValue(option, none));
    }

    /** A duration in whole seconds, from {@code 90}, {@code 90s}, {@code 15m}, {@code 24h} or {@code 7d}. */
    public Optional<Long> seconds(String option) throws CallFailedException {
        Optional<String> text = text(option);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Matcher duration = DURATION.matcher(text.get());
        if (!duration.matches()) {
            throw CallFailedException.usage(
                    "%s must be a whole number of seconds, or have a unit: 90s, 15m, 24h, 7d.".formatted(option));
        }
        return Optional.of(Long.parseLong(duration.group(1)) * SECONDS.getOrDefault(duration.group(2), 1L));
    }

    /** A whole number within bounds. */
    public Optional<Integer> number(String option, int least, int greatest) throws CallFailedException {
        Optional<String> text = text(option);
        Optional<Integer> number = text.filter(digits -> digits.matches("[0-9]{1,9}"))
                .map(Integer::valueOf)
                .filter(value -> value >= least && value <= greatest);
        if (text.isPresent() && number.isEmpty()) {
            throw CallFailedException.usage(
                    "%s must be a whole number from %s to %s.".formatted(option, least, greatest));
        }
        return number;
    }

    /** One of a few words. */
    public Optional<String> choice(String option, List<String> offered) throws CallFailedException {
        Optional<String> text = text(option);
        if (text.isPresent() && !offered.contains(text.get())) {
            throw CallFailedException.usage("%s must be one of %s.".formatted(option, String.join(", ", offered)));
        }
        return text;
    }

    /** A parameter by its position, from 0. */
    public Optional<String> parameter(int index) {
        String none = null;
        return Optional.ofNullable(parsed.matchedPositionalValue(index, none));
    }

    /** All parameters of a command that takes several. */
    public List<String> parameters() {
        return List.copyOf(parsed.matchedPositionalValue(0, List.<String>of()));
    }

    /** A parameter that is required. */
    public String required(int index) {
        return parameter(index).orElseThrow();
    }

    /** Fails when more than one of these options is present. */
    public void atMostOne(String... options) throws CallFailedException {
        List<String> given = Arrays.stream(options).filter(this::isGiven).toList();
        if (given.size() > 1) {
            throw CallFailedException.usage("Only one of %s can be given.".formatted(String.join(" and ", given)));
        }
    }
}
