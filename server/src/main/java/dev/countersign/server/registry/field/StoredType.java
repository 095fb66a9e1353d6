package dev.countersign.server.registry.field;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The form of a value in a stored document.
 *
 * @param write the value as JSON; empty means that the member is omitted
 * @param read the value of the member of this name; empty when an older version did not store it
 */
public record StoredType<V>(Function<V, Optional<Object>> write, BiFunction<StoredMembers, String, Optional<V>> read) {

    static final StoredType<Boolean> FLAG = new StoredType<>(Optional::of, StoredMembers::flag);
    static final StoredType<String> TEXT = new StoredType<>(Optional::of, StoredMembers::optionalText);
    public static final StoredType<List<String>> TEXTS = new StoredType<>(Optional::of, StoredMembers::texts);

    /** The form of another value that represents this one. */
    public <W> StoredType<W> map(Function<V, W> to, Function<W, V> from) {
        return new StoredType<>(
                value -> write.apply(from.apply(value)),
                (document, name) -> read.apply(document, name).map(to));
    }

    /** The form of an optional value: its member is omitted when absent. */
    StoredType<Optional<V>> optional() {
        return new StoredType<>(
                value -> value.flatMap(write), (document, name) -> Optional.of(read.apply(document, name)));
    }
}
