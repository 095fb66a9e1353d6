package dev.countersign.server.registry.trust;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Immutable index of elements by name, and in the order of names. It is built on first use. */
final class ByName<T> {
    private final Collection<T> things;
    private final Function<T, String> name;
    private volatile @Nullable Index<T> index;

    /** The elements in both forms. */
    private record Index<T>(List<T> inOrder, Map<String, T> named) {}

    ByName(Collection<T> things, Function<T, String> name) {
        this.things = things;
        this.name = name;
    }

    /** Returns the elements in the order of their names, ignoring letter case. */
    List<T> inOrder() {
        return index().inOrder();
    }

    /** The element with exactly this name. */
    Optional<T> named(String wanted) {
        return Optional.ofNullable(index().named().get(wanted));
    }

    /** Concurrent first calls may build it more than once, with equal results. */
    private Index<T> index() {
        Index<T> known = index;
        if (known == null) {
            var order =
                    Comparator.comparing(name, String.CASE_INSENSITIVE_ORDER).thenComparing(name);
            known = new Index<>(
                    things.stream().sorted(order).toList(),
                    things.stream().collect(Collectors.toMap(name, Function.identity())));
            index = known;
        }
        return known;
    }
}
