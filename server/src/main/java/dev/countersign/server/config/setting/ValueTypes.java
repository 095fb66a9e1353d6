package dev.countersign.server.config.setting;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The types of values. Each also reads its text form. */
final class ValueTypes {
    static final ValueType<String> FILE = text("the path of a file", text -> !text.isBlank() && text.indexOf('\0') < 0);

    private static final Pattern WHOLE_NUMBER = Pattern.compile("[+-]?[0-9]{1,18}");

    private ValueTypes() {}

    /** A whole number within inclusive bounds. */
    static ValueType<Integer> number(int least, int most) {
        return new ValueType<>(
                "a whole number from %s to %s".formatted(least, most),
                raw -> single(raw).flatMap(text -> wholeNumber(text, least, most)),
                String::valueOf);
    }

    /** A duration as a whole number of a unit, within inclusive bounds. */
    static ValueType<Duration> duration(ChronoUnit unit, int least, int most) {
        return new ValueType<>(
                "a whole number of %s from %s to %s".formatted(name(unit), least, most),
                raw -> single(raw)
                        .flatMap(text -> wholeNumber(text, least, most))
                        .map(amount -> Duration.of(amount, unit)),
                value -> String.valueOf(value.dividedBy(unit.getDuration())));
    }

    static ValueType<Boolean> bool() {
        return new ValueType<>(
                "true or false",
                raw -> single(raw).map(text -> text.toLowerCase(Locale.ROOT)).flatMap(text -> switch (text) {
                    case "true" -> Optional.of(true);
                    case "false" -> Optional.of(false);
                    default -> Optional.empty();
                }),
                String::valueOf);
    }

    /** Text that satisfies a predicate. */
    static ValueType<String> text(String expectation, Predicate<String> valid) {
        return new ValueType<>(expectation, raw -> single(raw).filter(valid), ValueType::quoted);
    }

    /**
     * A list whose elements satisfy a predicate; in text form its elements are separated by commas, and {@code []} is
     * the empty list.
     */
    static ValueType<List<String>> list(String expectation, Predicate<String> valid) {
        return new ValueType<>(
                "a list of %s".formatted(expectation),
                raw -> Optional.of(elements(raw)).filter(all -> all.stream().allMatch(valid)),
                all -> all.stream().map(ValueType::quoted).collect(Collectors.joining(", ", "[", "]")));
    }

    /** One of the constants, named in lower case. */
    static <E extends Enum<E>> ValueType<E> oneOf(E[] constants) {
        Function<E, String> name = constant -> constant.name().toLowerCase(Locale.ROOT);
        return new ValueType<>(
                "one of " + Arrays.stream(constants).map(name).collect(Collectors.joining(", ")),
                raw -> single(raw)
                        .flatMap(text -> Arrays.stream(constants)
                                .filter(constant -> name.apply(constant).equalsIgnoreCase(text))
                                .findFirst()),
                constant -> ValueType.quoted(name.apply(constant)));
    }

    private static String name(ChronoUnit unit) {
        return unit == ChronoUnit.MILLIS ? "milliseconds" : unit.name().toLowerCase(Locale.ROOT);
    }

    private static Optional<String> single(Raw raw) {
        return raw instanceof Raw.Text(String value) ? Optional.of(value.strip()) : Optional.empty();
    }

    /** A structure gives one element that no predicate accepts. */
    private static List<String> elements(Raw raw) {
        return switch (raw) {
            case Raw.Structure() -> List.of("");
            case Raw.Elements(List<String> values) -> values;
            case Raw.Text(String value) -> value.isBlank() || value.strip().equals("[]") ? List.of() : split(value);
        };
    }

    private static List<String> split(String text) {
        var elements = new ArrayList<String>();
        for (String element : text.split(",", -1)) {
            elements.add(element.strip());
        }
        return elements;
    }

    private static Optional<Integer> wholeNumber(String text, int least, int most) {
        if (!WHOLE_NUMBER.matcher(text).matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(text);
        return number < least || number > most ? Optional.empty() : Optional.of((int) number);
    }
}
