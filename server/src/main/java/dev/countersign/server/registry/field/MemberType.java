package dev.countersign.server.registry.field;

import dev.countersign.core.jose.json.JsonNull;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Type of a registered member: how its value is read from an administrator's JSON, answered, stored and described.
 *
 * @param read the value of the member of this name; empty when it is absent, or when a problem was noted
 * @param json the value as the API answers it
 * @param schema as JSON Schema, without default and description
 * @param isNullable whether it may be {@code null} for undecided
 */
public record MemberType<V>(
        BiFunction<InputMembers, String, Optional<V>> read,
        Function<V, Object> json,
        StoredType<V> stored,
        Map<String, Object> schema,
        Shape shape,
        boolean isNullable) {

    private static final int LONGEST_WORD = 100;

    /** Visible ASCII characters, such as a name that a specification registers. */
    public static final TextRule WORD = TextRule.of(LONGEST_WORD, TextRule::isVisibleAscii, "visible ASCII characters");

    /** True or false. */
    public static MemberType<Boolean> flag() {
        return new MemberType<>(
                InputMembers::flag, flag -> flag, StoredType.FLAG, schema("type", "boolean"), Shape.FLAG, false);
    }

    /** A text; {@code null} is the same as none. */
    public static MemberType<String> text(TextRule rule) {
        return new MemberType<>(
                (members, name) -> members.optionalText(name, rule),
                text -> text,
                StoredType.TEXT,
                schema(rule),
                Shape.TEXT,
                false);
    }

    /** An identifier that the server gives. */
    public static MemberType<String> id() {
        return text(TextRule.anyText(LONGEST_WORD)).described(schema("type", "string"));
    }

    /** A list of texts; one that is not accepted is left out beside its problem. */
    public static MemberType<List<String>> texts(int most, TextRule rule) {
        return new MemberType<>(
                (members, name) -> members.texts(name, most, rule),
                texts -> texts,
                StoredType.TEXTS,
                schema("type", "array", "items", schema(rule), "maxItems", most),
                Shape.TEXTS,
                false);
    }

    /** A list of texts of which each stands for a value. */
    public static <T> MemberType<List<T>> list(
            int most, TextRule rule, Function<String, T> to, Function<T, String> from) {
        Function<List<T>, List<String>> written =
                values -> values.stream().map(from).toList();
        return texts(most, rule)
                .map(texts -> distinct(texts, to), written)
                .storedAs(StoredType.TEXTS.map(texts -> texts.stream().map(to).toList(), written));
    }

    /** A whole number of seconds. */
    public static MemberType<Duration> seconds(long least, Duration greatest) {
        return duration(Duration.ofSeconds(1), least, greatest.toSeconds());
    }

    /** A whole number of minutes. */
    public static MemberType<Duration> minutes(long least, Duration greatest) {
        return duration(Duration.ofMinutes(1), least, greatest.toMinutes());
    }

    /** A whole number of a unit of time, which is stored without rounding. */
    private static MemberType<Duration> duration(Duration unit, long least, long greatest) {
        return new MemberType<>(
                (members, name) -> members.number(name, least, greatest).map(unit::multipliedBy),
                length -> length.dividedBy(unit),
                StoredType.TEXT.map(Duration::parse, Duration::toString),
                schema("type", "integer", "minimum", least, "maximum", greatest),
                unit.toSeconds() == 1 ? Shape.SECONDS : Shape.NUMBER,
                false);
    }

    /** One of these constants by its name. */
    public static <T> MemberType<T> choice(List<T> offered, Function<T, String> name) {
        List<String> names = offered.stream().map(name).toList();
        return new MemberType<>(
                (members, member) -> members.choice(member, offered, name),
                name::apply,
                StoredType.TEXT.map(text -> constant(offered, name, text), name),
                schema("enum", names),
                Shape.CHOICE,
                false);
    }

    private static <T> T constant(List<T> offered, Function<T, String> name, String text) {
        return StoredMembers.known(
                offered.stream().filter(one -> name.apply(one).equals(text)).findFirst(), () -> "value " + text);
    }

    /** A moment, which is never read from input. */
    public static MemberType<Instant> instant() {
        return text(TextRule.anyText(LONGEST_WORD))
                .map(Instant::parse, Instant::toString)
                .described(schema("type", "string", "format", "date-time"));
    }

    /** The type of what is made of these values. */
    public <W> MemberType<W> map(Function<V, W> to, Function<W, V> from) {
        return new MemberType<>(
                (members, name) -> read.apply(members, name).map(to),
                value -> json.apply(from.apply(value)),
                stored.map(to, from),
                schema,
                shape,
                isNullable);
    }

    /** The type of a value that may be absent, which is {@code null} in JSON. */
    @SuppressWarnings("OptionalMapToOptional") // the outer one says whether the value could be read
    public MemberType<Optional<V>> optional() {
        return new MemberType<>(
                (members, name) -> members.has(name) ? read.apply(members, name).map(Optional::of) : Optional.empty(),
                value -> value.map(json).orElse(JsonNull.NULL),
                stored.optional(),
                nullable(schema),
                shape,
                true);
    }

    /** The same type with a reader of its own. */
    public MemberType<V> readBy(BiFunction<InputMembers, String, Optional<V>> reader) {
        return new MemberType<>(reader, json, stored, schema, shape, isNullable);
    }

    /** The same type in another stored form. */
    MemberType<V> storedAs(StoredType<V> form) {
        return new MemberType<>(read, json, form, schema, shape, isNullable);
    }

    /** The same type with another schema. */
    MemberType<V> described(Map<String, Object> other) {
        return new MemberType<>(read, json, stored, other, shape, isNullable);
    }

    /** The same type in another shape. */
    public MemberType<V> shaped(Shape other) {
        return new MemberType<>(read, json, stored, schema, other, isNullable);
    }

    /** A JSON object of these members, in this order: names and values by turns. */
    public static Map<String, Object> schema(Object... namesAndValues) {
        var schema = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            schema.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return schema;
    }

    private static Map<String, Object> schema(TextRule rule) {
        Map<String, Object> schema = schema("type", "string", "maxLength", rule.longest());
        if (rule.objection("").isPresent()) {
            schema.put("minLength", 1);
        }
        return schema;
    }

    /** Validators that are in use take the bounds of a number from a schema of one type alone. */
    private static Map<String, Object> nullable(Map<String, Object> schema) {
        if (schema.containsKey("minimum")) {
            return schema("anyOf", List.of(schema, schema("type", "null")));
        }
        var changed = new LinkedHashMap<>(schema);
        changed.computeIfPresent("type", (_, type) -> List.of(type, "null"));
        changed.computeIfPresent("enum", (_, values) -> {
            var all = new ArrayList<Object>((List<?>) values);
            all.add(JsonNull.NULL);
            return all;
        });
        return changed;
    }

    /** The distinct values of what was read of a list, without the stand-ins for what was refused. */
    public static <V> List<V> distinct(List<String> texts, Function<String, V> value) {
        return texts.stream()
                .filter(text -> !text.isEmpty())
                .distinct()
                .map(value)
                .collect(Collectors.toUnmodifiableList());
    }
}
