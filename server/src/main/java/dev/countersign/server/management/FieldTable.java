package dev.countersign.server.management;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Registered members of one kind, a row each, in the order in which its document has them.
 *
 * @param <O> what is registered
 * @param <F> what the input does not decide
 */
public final class FieldTable<O, F> {
    /** Grows when a reader of the form before would misunderstand the new one. */
    private static final int FORM = 1;

    private final List<Field<O, F, ?>> fields = new ArrayList<>();
    private final String kind;
    private final Set<String> passedOver;
    private final Function<FieldValues, O> thing;

    /**
     * A table without rows.
     *
     * @param kind as the audit names it, such as {@code api_resource}
     * @param passedOver members that input may have beside those of the table
     * @param thing what is made of the values of all rows
     */
    FieldTable(String kind, Set<String> passedOver, Function<FieldValues, O> thing) {
        this.kind = kind;
        this.passedOver = passedOver;
        this.thing = thing;
    }

    /** Begins a row. */
    <V> Field.Draft<O, F, V> field(String pointer, MemberType<V> type, Function<O, V> of) {
        return new Field.Draft<>(this, pointer, type, of);
    }

    <V> Field<O, F, V> added(Field<O, F, V> field) {
        fields.add(field);
        return field;
    }

    /** The rows, in their order. */
    public List<Field<O, F, ?>> fields() {
        return Collections.unmodifiableList(fields);
    }

    /** The kind as the audit names it. */
    String kind() {
        return kind;
    }

    /** The text of a member that has one. */
    String text(O thing, String pointer) {
        return fields.stream()
                .filter(field -> field.pointer().equals(pointer))
                .map(field -> field.json(thing).toString())
                .findFirst()
                .orElseThrow();
    }

    /** The rows with a field in these sections of the console, in their order. */
    public List<Field<O, F, ?>> in(String... sections) {
        return fields.stream()
                .filter(field -> List.of(sections).contains(field.form().section()))
                .toList();
    }

    /** The document of what is registered: every member. */
    public Map<String, Object> document(O thing) {
        return nested(field -> Optional.of(field.json(thing)));
    }

    /** The members that have a default, with it. */
    Map<String, Object> defaults() {
        return nested(Field::standard);
    }

    private Map<String, Object> nested(Function<Field<O, F, ?>, Optional<Object>> value) {
        var document = new LinkedHashMap<String, Object>();
        var objects = new LinkedHashMap<String, Map<String, Object>>();
        for (Field<O, F, ?> field : fields) {
            value.apply(field).ifPresent(json -> {
                if (field.parent().isEmpty()) {
                    document.put(field.name(), json);
                } else {
                    Map<String, Object> object = objects.computeIfAbsent(field.parent(), _ -> new LinkedHashMap<>());
                    document.put(field.parent(), object);
                    object.put(field.name(), json);
                }
            });
        }
        return document;
    }

    /** The names of a document's members. */
    Set<String> names() {
        var names = new LinkedHashSet<String>();
        fields.forEach(field -> names.add(field.parent().isEmpty() ? field.name() : field.parent()));
        names.addAll(passedOver);
        return names;
    }

    private Set<String> namesIn(String parent) {
        var names = new LinkedHashSet<String>();
        fields.stream().filter(field -> field.parent().equals(parent)).forEach(field -> names.add(field.name()));
        return names;
    }

    /** The same thing with other values of some rows. */
    O with(O before, Consumer<FieldValues> changes) {
        var values = new FieldValues();
        fields.forEach(field -> copy(field, before, values));
        changes.accept(values);
        return thing.apply(values);
    }

    private static <O, V> void copy(Field<O, ?, V> field, O before, FieldValues values) {
        values.put(field, field.value(before));
    }

    /** Reads what input and frame decide; what is wrong is noted beside stand-ins. */
    O read(InputMembers members, F frame, List<Problem> problems, List<Problem> warnings) {
        var values = new FieldValues();
        var objects = new LinkedHashMap<String, InputMembers>();
        objects.put("", members);
        for (Field<O, F, ?> field : fields) {
            InputMembers object = objects.computeIfAbsent(
                    field.parent(),
                    parent -> members.object(parent, namesIn(parent))
                            .orElseGet(() -> new InputMembers(Map.of(), Pointer.to("", parent), problems, Set.of())));
            read(field, new Input<>(object, frame, values, problems, warnings));
        }
        return thing.apply(values);
    }

    private static <O, F, V> void read(Field<O, F, V> field, Input<F> input) {
        input.values().put(field, field.read(input));
    }

    /** The text of the column of what is registered. */
    public String stored(O thing) {
        var document = new LinkedHashMap<String, Object>();
        document.put("form", FORM);
        fields.forEach(field -> field.store(thing, document));
        return StoredMembers.text(document);
    }

    /**
     * What a stored document holds, of a kind that is kept nowhere else.
     *
     * @throws IllegalArgumentException when the text is no such document, or of a form this version does not know
     */
    public O ofStored(String json) {
        return ofStored(json, _ -> {});
    }

    /**
     * What a stored document holds.
     *
     * @param elsewhere puts the values that the document does not hold
     * @throws IllegalArgumentException when the text is no such document, or of a form this version does not know
     */
    O ofStored(String json, Consumer<FieldValues> elsewhere) {
        StoredMembers document = StoredMembers.of(json, FORM);
        var values = new FieldValues();
        fields.forEach(field -> stored(field, document, values));
        elsewhere.accept(values);
        return thing.apply(values);
    }

    private static <V> void stored(Field<?, ?, V> field, StoredMembers document, FieldValues values) {
        if (field.isStored()) {
            values.put(field, field.stored(document));
        }
    }

    /** The members as JSON Schema. */
    public Map<String, Object> schema() {
        var properties = new LinkedHashMap<String, Object>();
        var objects = new LinkedHashMap<String, Map<String, Object>>();
        for (Field<O, F, ?> field : fields) {
            if (field.parent().isEmpty()) {
                properties.put(field.name(), field.schema());
            } else {
                Map<String, Object> members = objects.computeIfAbsent(field.parent(), _ -> new LinkedHashMap<>());
                members.put(field.name(), field.schema());
                properties.put(
                        field.parent(),
                        MemberType.schema("type", "object", "properties", members, "additionalProperties", false));
            }
        }
        return properties;
    }
}
