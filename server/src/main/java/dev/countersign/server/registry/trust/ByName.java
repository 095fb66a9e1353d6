package dev.countersign.server.registry.trust;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Things that never change, by name: in order, and each in one step. Made when first asked for, and then kept. */
final class ByName<T> {
    private final Collection<T> things;
    private final Function<T, String> name;
    private volatile @Nullable Index<T> index;

    /** The same things twice. */
    private record Index<T>(List<T> inOrder, Map<String, T> named) {}

    ByName(Collection<T> things, Function<T, String> name) {
        this.things = things;
        this.name = name;
    }

    /** In the order of names, whatever their letter case. */
    List<T> inOrder() {
        return index().inOrder();
    }

    /** The one of exactly this name. */
    Optional<T> named(String wanted) {
        return Optional.ofNullable(index().named().get(wanted));
    }

    /** Who comes at the same time as another may make it once more; both are equal. */
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
