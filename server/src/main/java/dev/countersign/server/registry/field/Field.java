package dev.countersign.server.registry.field;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One registered member of a kind: a row of its {@link FieldTable}. Its name, type, default, stored form, schema, field
 * of the console and option of the command line are declared only here.
 *
 * @param <O> the registered resource
 * @param <F> the properties that the input does not determine
 * @param <V> the member's value
 */
public final class Field<O, F, V> {
    private final Draft<?, F, V> draft;
    private final Function<O, V> of;
    private final Map<String, Object> schema;

    private Field(Draft<?, F, V> draft, Function<O, V> of) {
        if (draft.reader == null && draft.standard == null) {
            throw new IllegalArgumentException(draft.pointer + " has neither a default nor a reader of its own");
        }
        this.draft = draft;
        this.of = of;
        this.schema = draft.schema();
    }

    /** The same row in the table of a resource that has this one as a part. */
    <W> Field<W, F, V> within(Function<W, O> whole) {
        return new Field<>(draft, whole.andThen(of));
    }

    /**
     * Option of the command line.
     *
     * @param name such as {@code --clock-skew}; empty for none
     * @param group heading in the help
     * @param label of the value in help
     * @param description one sentence
     */
    public record Option(String name, String group, String label, String description) {
        static final Option NONE = new Option("", "", "", "");
    }

    /**
     * Field of the console.
     *
     * @param section section of the page; empty when it is on no page
     * @param label beside it
     * @param hint one or two sentences below the label; may be empty
     * @param choices the values to choose from, where each is shown
     */
    public record Form(String section, String label, String hint, List<Choice> choices) {
        static final Form NONE = new Form("", "", "", List.of());
    }

    /**
     * One of the values offered in the console.
     *
     * @param value the value of the member; empty represents {@code null}
     * @param hint one or two sentences; may be empty
     */
    public record Choice(String value, String label, String hint) {}

    public static Choice choice(String value, String label, String hint) {
        return new Choice(value, label, hint);
    }

    /**
     * Reader of a member that depends on more than its own value. It reports problems, and returns a stand-in in that
     * case.
     */
    public interface Reader<F, V> {
        V read(Input<F> input, String name);
    }

    /**
     * Form of a member in a stored document.
     *
     * @param missing the meaning of a document of an older version without it: the strictest value; null if every
     *     version stored it
     */
    private record Stored<V>(
            BiConsumer<V, Map<String, Object>> write,
            Function<StoredMembers, Optional<V>> read,
            @Nullable V missing) {}

    /** The JSON pointer of the member in its document (RFC 6901), such as {@code /iat/require}. */
    public String pointer() {
        return draft.pointer;
    }

    /** The member of the document that contains this one; empty for a member of the document itself. */
    String parent() {
        return pointer().substring(1, Math.max(1, pointer().lastIndexOf('/')));
    }

    /** The name within its object. */
    String name() {
        return pointer().substring(pointer().lastIndexOf('/') + 1);
    }

    /** The option of the command line. */
    public Option option() {
        return draft.option;
    }

    /** The field of the console. */
    public Form form() {
        return draft.form;
    }

    /** The shape of its value. */
    public Shape shape() {
        return draft.type.shape();
    }

    /** The form of its elements on one line, for a member of the shape {@link Shape#PAIRS}. */
    public PairForm pairForm() {
        return Objects.requireNonNull(draft.pairs);
    }

    /** The values offered in the console; for a list of names without special ones, its permitted elements. */
    public List<Choice> choices() {
        if (!draft.form.choices().isEmpty()) {
            return draft.form.choices();
        }
        return JsonValues.members(schema.getOrDefault("items", Map.of()))
                .map(items -> items.get("enum"))
                .map(names -> ((List<?>) names)
                        .stream()
                                .map(String::valueOf)
                                .map(name -> choice(name, name, ""))
                                .toList())
                .orElse(List.of());
    }

    /** Whether it may be {@code null}, meaning undecided. */
    public boolean isNullable() {
        return draft.type.isNullable();
    }

    /** The value in a resource. */
    V value(O thing) {
        return of.apply(thing);
    }

    /** The value as JSON. */
    Object json(O thing) {
        return draft.type.json().apply(of.apply(thing));
    }

    /** The default value as JSON; empty for a member that is required or read-only. */
    Optional<Object> standard() {
        return Optional.ofNullable(draft.standard).map(draft.type.json());
    }

    /** Reads the value. A required member that is absent gives a stand-in, with a problem. */
    V read(Input<F> input) {
        Reader<F, V> reader = draft.reader;
        if (reader != null) {
            return reader.read(input, name());
        }
        return draft.type.read().apply(input.members(), name()).orElse(Objects.requireNonNull(draft.standard));
    }

    /** Whether the member is part of stored documents. */
    boolean isStored() {
        return draft.stored != null;
    }

    /** Writes the member into a stored document, if it is part of it. */
    void store(O thing, Map<String, Object> document) {
        Stored<V> stored = draft.stored;
        if (stored != null) {
            stored.write.accept(of.apply(thing), document);
        }
    }

    /** @throws IllegalArgumentException when it is absent although every version stored it */
    V stored(StoredMembers document) {
        Stored<V> form = Objects.requireNonNull(draft.stored);
        return form.read
                .apply(document)
                .or(() -> Optional.ofNullable(form.missing))
                .orElseThrow(() -> new IllegalArgumentException("the member " + pointer() + " is missing"));
    }

    /** The member as JSON Schema. */
    Map<String, Object> schema() {
        return schema;
    }

    /** Builder of a row. */
    public static final class Draft<O, F, V> {
        private final FieldTable<O, F> table;
        private final String pointer;
        private final MemberType<V> type;
        private final Function<O, V> of;
        private @Nullable V standard;
        private @Nullable Reader<F, V> reader;
        private @Nullable Stored<V> stored;
        private String description = "";
        private boolean readOnly;
        private Option option = Option.NONE;
        private Form form = Form.NONE;
        private @Nullable PairForm pairs;

        Draft(FieldTable<O, F> table, String pointer, MemberType<V> type, Function<O, V> of) {
            this.table = table;
            this.pointer = pointer;
            this.type = type;
            this.of = of;
        }

        /** Sets the default value. */
        public Draft<O, F, V> standard(V value) {
            this.standard = value;
            return this;
        }

        /** Sets a special reader. */
        public Draft<O, F, V> readBy(Reader<F, V> own) {
            this.reader = own;
            return this;
        }

        /** Marks a member that the server determines. */
        public Draft<O, F, V> readOnly() {
            this.readOnly = true;
            return this;
        }

        /** Stored under this name by every version. */
        public Draft<O, F, V> stored(String name) {
            return stored(name, null);
        }

        /**
         * Stored under this name.
         *
         * @param missing the meaning of a document of an older version without it: the strictest value
         */
        public Draft<O, F, V> stored(String name, @Nullable V missing) {
            StoredType<V> form = type.stored();
            return stored(
                    (value, document) -> form.write().apply(value).ifPresent(json -> document.put(name, json)),
                    document -> form.read().apply(document, name),
                    missing);
        }

        /** Stored in a special form. */
        public Draft<O, F, V> stored(
                BiConsumer<V, Map<String, Object>> write,
                Function<StoredMembers, Optional<V>> read,
                @Nullable V missing) {
            this.stored = new Stored<>(write, read, missing);
            return this;
        }

        /** Its description in that of the REST API. */
        public Draft<O, F, V> described(String text) {
            this.description = text;
            return this;
        }

        /** Its option on the command line. */
        public Draft<O, F, V> option(String group, String name, String label, String text) {
            this.option = new Option(name, group, label, text);
            return this;
        }

        /** Its field in the console. */
        public Draft<O, F, V> form(String section, String label, String hint, Choice... choices) {
            this.form = new Form(section, label, hint, List.of(choices));
            return this;
        }

        /** Its elements are shown in this form, and entered in it. */
        public Draft<O, F, V> pairs(String first, String second) {
            this.pairs = new PairForm(first, second);
            return this;
        }

        private Map<String, Object> schema() {
            var schema = new LinkedHashMap<>(type.schema());
            if (standard != null) {
                schema.put("default", type.json().apply(standard));
            }
            if (readOnly) {
                schema.put("readOnly", true);
            }
            if (!description.isEmpty()) {
                schema.put("description", description);
            }
            return schema;
        }

        /** Adds the row to its table. */
        public Field<O, F, V> add() {
            return table.added(new Field<>(this, of));
        }
    }
}
