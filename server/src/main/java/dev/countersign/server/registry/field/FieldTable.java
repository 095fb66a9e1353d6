package dev.countersign.server.registry.field;

import dev.countersign.server.operation.Problem;
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
 * Registered members of one kind, one row each, in the order of its document.
 *
 * @param <O> the registered resource
 * @param <F> the properties that the input does not determine
 */
public final class FieldTable<O, F> {
    /** Incremented when a reader of the previous form would misread the new one. */
    private static final int FORM = 1;

    private final List<Field<O, F, ?>> fields = new ArrayList<>();
    private final String kind;
    private final Set<String> passedOver;
    private final Function<FieldValues, O> thing;

    /**
     * Creates a table without rows.
     *
     * @param kind name in the audit, such as {@code api_resource}
     * @param passedOver members that the input may have in addition to those of the table
     * @param thing creates a resource from the values of all rows
     */
    public FieldTable(String kind, Set<String> passedOver, Function<FieldValues, O> thing) {
        this.kind = kind;
        this.passedOver = passedOver;
        this.thing = thing;
    }

    /** Creates a table for a part of a resource. */
    public FieldTable(Function<FieldValues, O> thing) {
        this("", Set.of(), thing);
    }

    /** Begins a row. */
    public <V> Field.Draft<O, F, V> field(String pointer, MemberType<V> type, Function<O, V> of) {
        return new Field.Draft<>(this, pointer, type, of);
    }

    /**
     * Adds the rows of a part of the resource.
     *
     * @return creates the part from the values of its rows
     */
    public <P> Function<FieldValues, P> part(FieldTable<P, F> part, Function<O, P> of) {
        part.fields.forEach(field -> fields.add(field.within(of)));
        return part.thing;
    }

    <V> Field<O, F, V> added(Field<O, F, V> field) {
        fields.add(field);
        return field;
    }

    /** The rows in order. */
    public List<Field<O, F, ?>> fields() {
        return Collections.unmodifiableList(fields);
    }

    /** The name of the kind in the audit. */
    public String kind() {
        return kind;
    }

    /** The rows with a field in these sections of the console, in order. */
    public List<Field<O, F, ?>> in(String... sections) {
        return fields.stream()
                .filter(field -> List.of(sections).contains(field.form().section()))
                .toList();
    }

    /** The document of a resource, with all members. */
    public Map<String, Object> document(O thing) {
        return nested(field -> Optional.of(field.json(thing)));
    }

    /** The members with a default, and their defaults. */
    public Map<String, Object> defaults() {
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
    public Set<String> names() {
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

    /** A copy with other values of some rows. */
    public O with(O before, Consumer<FieldValues> changes) {
        var values = new FieldValues();
        fields.forEach(field -> copy(field, before, values));
        changes.accept(values);
        return thing.apply(values);
    }

    private static <O, V> void copy(Field<O, ?, V> field, O before, FieldValues values) {
        values.put(field, field.value(before));
    }

    /** Reads a resource; for problems stand-ins are used. */
    public O read(InputMembers members, F frame, List<Problem> problems, List<Problem> warnings) {
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

    /** The stored document of a resource. */
    public String stored(O thing) {
        var document = new LinkedHashMap<String, Object>();
        document.put("form", FORM);
        fields.forEach(field -> field.store(thing, document));
        return StoredMembers.text(document);
    }

    /**
     * Reads a stored document, for a kind whose values are all in it.
     *
     * @throws IllegalArgumentException when the text is not such a document, or one of an unknown form
     */
    public O ofStored(String json) {
        return ofStored(json, _ -> {});
    }

    /**
     * Reads a stored document.
     *
     * @param elsewhere supplies the values that are not in the document
     * @throws IllegalArgumentException when the text is not such a document, or one of an unknown form
     */
    public O ofStored(String json, Consumer<FieldValues> elsewhere) {
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
