package dev.countersign.core.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Tests of copies of maps with keys chosen by an attacker; the cost is measured in comparisons, not in time. */
class UnmodifiableCopiesTest {
    private static final int NAMES = 4096;

    /** A name as an attacker creates it: its hash is chosen, and it counts comparisons. */
    private record Name(String text, int hash, AtomicLong comparisons) implements Comparable<Name> {
        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            comparisons.incrementAndGet();
            return other instanceof Name name && name.text.equals(text);
        }

        @Override
        public int compareTo(Name other) {
            comparisons.incrementAndGet();
            return text.compareTo(other.text);
        }
    }

    /** Names whose hashes have this distance: 0 for one hash, 1 for a row of neighbours. */
    private static Map<Name, Integer> names(int distance, AtomicLong comparisons) {
        var names = new LinkedHashMap<Name, Integer>();
        for (int i = 0; i < NAMES; i++) {
            names.put(new Name("name-" + i, i * distance, comparisons), i);
        }
        comparisons.set(0);
        return names;
    }

    @Property(tries = 40)
    void closeNamesCostALogarithmEach(@ForAll @IntRange(min = 0, max = 70_000) int distance) {
        var comparisons = new AtomicLong();
        Map<Name, Integer> names = names(distance, comparisons);

        Map<Name, Integer> copy = UnmodifiableCopies.of(names);
        names.keySet().forEach(copy::get);
        assertThat(UnmodifiableCopies.of(names.keySet()).containsAll(names.keySet()))
                .isTrue();

        assertThat(comparisons.get()).isLessThan(NAMES * 4L * 5 * 12);
    }

    @Test
    void theMapsOfTheJdkThatCannotBeChangedWouldCostASquare() {
        var comparisons = new AtomicLong();
        var names = new ArrayList<>(names(0, comparisons).keySet());
        var copy = new HashMap<Name, Integer>();
        names.forEach(name -> copy.put(name, 0));
        comparisons.set(0);

        assertThat(Map.copyOf(copy).size()).isEqualTo(NAMES);

        assertThat(comparisons.get()).isGreaterThan(NAMES * (long) NAMES / 4);
    }

    /** Texts of one hash: as many as there are ways to write {@code Aa} or {@code BB}. */
    private static List<String> ofOneHash(int pairs) {
        List<String> texts = List.of("");
        for (int i = 0; i < pairs; i++) {
            texts = texts.stream()
                    .flatMap(text -> List.of(text + "Aa", text + "BB").stream())
                    .toList();
        }
        return texts;
    }

    @Test
    void identifiersOfOneHashAreComparedByValueInTheTreesOfAHashTable() {
        var clients = new LinkedHashMap<ClientId, String>();
        ofOneHash(10).forEach(text -> clients.put(new ClientId(text), text));

        assertThat(clients.keySet().stream().map(Object::hashCode).distinct()).hasSize(1);
        assertThat(new ClientId("AaAa").compareTo(new ClientId("AaBB"))).isNegative();
        assertThat(new Audience("b").compareTo(new Audience("a"))).isPositive();
        assertThat(new IssuerIdentifier("a").compareTo(new IssuerIdentifier("a")))
                .isZero();
        assertThat(UnmodifiableCopies.of(clients))
                .hasSize(1024)
                .containsEntry(new ClientId("Aa".repeat(10)), "Aa".repeat(10));
    }

    @Test
    void aCopyKeepsTheOrderAndCannotBeChanged() {
        var original = new LinkedHashMap<>(Map.of("b", 1));
        original.put("a", 2);
        Map<String, Integer> copy = UnmodifiableCopies.of(original);
        original.put("c", 3);

        assertThat(copy.keySet()).containsExactly("b", "a");
        assertThat(UnmodifiableCopies.of(List.of("z", "y", "z"))).containsExactly("z", "y");
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> copy.put("d", 4));
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(
                        () -> UnmodifiableCopies.of(Collections.singleton("a")).add("b"));
    }
}
