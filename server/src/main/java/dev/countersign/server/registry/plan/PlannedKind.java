package dev.countersign.server.registry.plan;

import dev.countersign.server.operation.Problem;
import dev.countersign.server.registry.field.Reading;
import dev.countersign.server.registry.trust.RegisteredKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Planning operations of one kind of resource. */
interface PlannedKind<T> {
    RegisteredKind<T> kind();

    Reading<T> read(Map<String, Object> input, Optional<T> before);

    /** The authority that the administrator lacks for the change, with pointers into the input. */
    default List<Problem> notHeld(Map<String, Object> input, Optional<T> before, T after) {
        return List.of();
    }

    /** What replaces a resource, without the parts that other changes replace. */
    default T replacing(T before, T after) {
        return after;
    }

    /** A kind without rules of its own. */
    static <T> PlannedKind<T> of(
            RegisteredKind<T> kind, BiFunction<Map<String, Object>, Optional<T>, Reading<T>> reader) {
        return new PlannedKind<>() {
            @Override
            public RegisteredKind<T> kind() {
                return kind;
            }

            @Override
            public Reading<T> read(Map<String, Object> input, Optional<T> before) {
                return reader.apply(input, before);
            }
        };
    }
}
