package dev.countersign.core.oauth;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Unmodifiable copies of maps and sets that keep their order. They are hash tables with chains that become trees (JEP
 * 180), so that names chosen by an attacker for their hashes cost logarithmic time each. The JDK's immutable
 * collections ({@code Map.copyOf}, {@code Set.copyOf}, {@code Collectors.toUnmodifiableMap} and {@code
 * toUnmodifiableSet}) probe linearly: with them 200,000 colliding names cost as many steps each.
 */
public final class UnmodifiableCopies {
    private UnmodifiableCopies() {}

    /** A copy of the map, in its order. */
    public static <K, V> Map<K, V> of(Map<? extends K, ? extends V> map) {
        return map.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /** A set of these elements, in their order. */
    public static <E> Set<E> of(Collection<? extends E> elements) {
        return elements.isEmpty() ? Set.of() : Collections.unmodifiableSet(new LinkedHashSet<>(elements));
    }
}
