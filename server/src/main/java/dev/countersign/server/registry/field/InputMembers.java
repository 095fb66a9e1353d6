package dev.countersign.server.registry.field;

import dev.countersign.base.text.NearestName;
import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.server.operation.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The members of one JSON object while they are read. Problems are collected, and reading continues with a stand-in, so
 * that an administrator sees all problems at once; the caller checks the problems before it uses a value.
 */
public final class InputMembers {
    private final Map<String, Object> values;
    private final String pointer;
    private final List<Problem> problems;

    /**
     * Starts reading an object.
     *
     * @param pointer of the object in the input
     * @param problems receives problems
     * @param names the permitted members
     */
    public InputMembers(Map<String, Object> values, String pointer, List<Problem> problems, Set<String> names) {
        this.values = values;
        this.pointer = pointer;
        this.problems = problems;
        for (String name : values.keySet()) {
            if (!names.contains(name)) {
                problem(name, Problem.UNKNOWN_MEMBER, unknown(name, names));
            }
        }
    }

    private static String unknown(String name, Set<String> names) {
        return NearestName.among(names, name)
                .map(nearest -> "There is no such member; did you mean \"%s\"?".formatted(nearest))
                .orElseGet(() -> "There is no such member; the members are %s."
                        .formatted(String.join(", ", names.stream().sorted().toList())));
    }

    /** Reports a problem of a member. */
    public void problem(String name, String code, String detail) {
        problems.add(new Problem(Pointer.to(pointer, name), code, detail));
    }

    /** Reports a problem of an element of a list. */
    public void problem(String name, int index, String code, String detail) {
        problems.add(new Problem(Pointer.to(pointerTo(name), index), code, detail));
    }

    /** The pointer of a member. */
    public String pointerTo(String name) {
        return Pointer.to(pointer, name);
    }

    /** Whether the member is present and not {@code null}. */
    public boolean has(String name) {
        return value(name).isPresent();
    }

    /** The member; empty when it is absent or {@code null}. */
    public Optional<Object> value(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> value != JsonNull.NULL);
    }

    /** The member, which must not be {@code null}; empty when it is absent. */
    private Optional<Object> withoutNull(String name, String expected) {
        if (values.get(name) == JsonNull.NULL) {
            wrongType(name, expected);
        }
        return value(name);
    }

    private void wrongType(String name, String expected) {
        problem(name, Problem.WRONG_TYPE, "Must be %s.".formatted(expected));
    }

    /** An optional text, which may be {@code null}. */
    public Optional<String> optionalText(String name, TextRule rule) {
        return value(name).flatMap(value -> text(pointerTo(name), value, rule));
    }

    /** A required text. */
    public Optional<String> requiredText(String name, TextRule rule) {
        if (!has(name)) {
            problem(name, Problem.REQUIRED, "This member is required: %s.".formatted(rule.description()));
        }
        return optionalText(name, rule);
    }

    private Optional<String> text(String at, Object value, TextRule rule) {
        if (!(value instanceof String text)) {
            problems.add(new Problem(at, Problem.WRONG_TYPE, "Must be a string."));
            return Optional.empty();
        }
        Optional<String> objection = rule.objection(text);
        objection.ifPresent(reason -> problems.add(new Problem(at, Problem.MALFORMED, "The text " + reason + ".")));
        return objection.isPresent() ? Optional.empty() : Optional.of(text);
    }

    /** True or false; {@code null} is refused. */
    public Optional<Boolean> flag(String name) {
        return withoutNull(name, "true or false").flatMap(value -> flag(name, value));
    }

    /** True, false, or {@code null} for undecided. */
    public Optional<Boolean> optionalFlag(String name) {
        return value(name).flatMap(value -> flag(name, value));
    }

    private Optional<Boolean> flag(String name, Object value) {
        if (value instanceof Boolean truth) {
            return Optional.of(truth);
        }
        wrongType(name, "true or false");
        return Optional.empty();
    }

    /** A whole number within bounds; {@code null} is refused. */
    Optional<Long> number(String name, long least, long greatest) {
        return withoutNull(name, "a whole number").flatMap(value -> number(name, value, least, greatest));
    }

    /** A whole number within bounds, or {@code null} for undecided. */
    public Optional<Long> optionalNumber(String name, long least, long greatest) {
        return value(name).flatMap(value -> number(name, value, least, greatest));
    }

    private Optional<Long> number(String name, Object value, long least, long greatest) {
        Optional<Long> number = whole(value);
        if (number.isEmpty()) {
            wrongType(name, "a whole number from %s to %s".formatted(least, greatest));
        } else if (number.get() < least || number.get() > greatest) {
            problem(name, Problem.OUT_OF_RANGE, "Must be from %s to %s.".formatted(least, greatest));
            return Optional.empty();
        }
        return number;
    }

    /** {@code 30.0} is a whole number too; a huge exponent is not expanded. */
    private static Optional<Long> whole(Object value) {
        return switch (value) {
            case Long number -> Optional.of(number);
            case BigDecimal number when Math.abs((long) number.scale()) > 18 -> Optional.empty();
            case BigDecimal number -> {
                BigDecimal stripped = number.stripTrailingZeros();
                yield stripped.scale() <= 0 && stripped.precision() - stripped.scale() <= 18
                        ? Optional.of(stripped.longValueExact())
                        : Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    /** A list of texts, or {@code null}. */
    public Optional<List<String>> optionalTexts(String name, int most, TextRule rule) {
        return value(name).map(value -> texts(name, value, most, rule));
    }

    /** A list of texts; {@code null} is refused. */
    public Optional<List<String>> texts(String name, int most, TextRule rule) {
        return withoutNull(name, "a list of strings").map(value -> texts(name, value, most, rule));
    }

    /** One of these constants by its name, or {@code null} for undecided. */
    <T> Optional<T> choice(String name, List<T> offered, Function<T, String> constantName) {
        return optionalText(name, MemberType.WORD).flatMap(text -> {
            Optional<T> chosen = offered.stream()
                    .filter(constant -> constantName.apply(constant).equals(text))
                    .findFirst();
            if (chosen.isEmpty()) {
                List<String> names = offered.stream().map(constantName).toList();
                problem(name, Problem.NOT_ALLOWED, "Must be one of %s.".formatted(String.join(", ", names)));
            }
            return chosen;
        });
    }

    private List<String> texts(String name, Object value, int most, TextRule rule) {
        List<?> elements = elements(name, value, most, "strings");
        var texts = new ArrayList<String>();
        for (int i = 0; i < elements.size(); i++) {
            // A stand-in keeps the positions of the following elements.
            texts.add(
                    text(Pointer.to(pointerTo(name), i), elements.get(i), rule).orElse(""));
        }
        return texts;
    }

    private List<?> elements(String name, Object value, int most, String what) {
        if (!(value instanceof List<?> elements)) {
            wrongType(name, "a list of " + what);
            return List.of();
        }
        if (elements.size() > most) {
            problem(name, Problem.OUT_OF_RANGE, "Must not have more than %s elements.".formatted(most));
            return List.of();
        }
        return elements;
    }

    /** An object within this one; empty when it is absent or {@code null}. */
    public Optional<InputMembers> object(String name, Set<String> names) {
        return value(name).flatMap(value -> object(pointerTo(name), value, names));
    }

    /** A list of objects; {@code null} is refused. */
    public List<InputMembers> objects(String name, int most, Set<String> names) {
        List<?> elements = withoutNull(name, "a list of objects")
                .<List<?>>map(value -> elements(name, value, most, "objects"))
                .orElse(List.of());
        var objects = new ArrayList<InputMembers>();
        for (int i = 0; i < elements.size(); i++) {
            object(Pointer.to(pointerTo(name), i), elements.get(i), names).ifPresent(objects::add);
        }
        return objects;
    }

    private Optional<InputMembers> object(String at, Object value, Set<String> names) {
        Optional<Map<String, Object>> members = JsonValues.members(value);
        if (members.isEmpty()) {
            problems.add(new Problem(at, Problem.WRONG_TYPE, "Must be an object."));
        }
        return members.map(found -> new InputMembers(found, at, problems, names));
    }
}
