package dev.countersign.server.insight.rehearsal;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Comparison of a setting in a draft with an earlier value. */
enum Tendency {
    SAME,
    /** Everything that the earlier value accepts is accepted. */
    LOOSER,
    /** Everything that the earlier value refuses is refused. */
    STRICTER,
    OTHER;

    /** Whether an accepted request passes. */
    boolean keepsAccepted() {
        return this == SAME || this == LOOSER;
    }

    /** Whether a refused request fails. */
    boolean keepsRefused() {
        return this == SAME || this == STRICTER;
    }

    /** The comparison of two limits, of which the greater one accepts more. */
    static <T extends Comparable<T>> Tendency ofLimit(T before, T after) {
        int order = after.compareTo(before);
        return order == 0 ? SAME : order > 0 ? LOOSER : STRICTER;
    }

    /** The comparison of two requirements. */
    static Tendency ofRequirement(boolean before, boolean after) {
        return before == after ? SAME : after ? STRICTER : LOOSER;
    }

    /** The comparison of two sets, of which each element accepts more. */
    static Tendency ofPermitted(Collection<?> before, Collection<?> after) {
        return ofSets(new HashSet<>(before), new HashSet<>(after));
    }

    /** The comparison of two sets, of which each element refuses more. */
    static Tendency ofRequired(Collection<?> before, Collection<?> after) {
        return ofSets(new HashSet<>(after), new HashSet<>(before));
    }

    private static Tendency ofSets(Set<?> before, Set<?> after) {
        if (before.equals(after)) {
            return SAME;
        }
        return after.containsAll(before) ? LOOSER : before.containsAll(after) ? STRICTER : OTHER;
    }

    /** The comparison of values that are only equal or not. */
    static Tendency ofValues(Object before, Object after) {
        return before.equals(after) ? SAME : OTHER;
    }

    /** The comparison of both settings together. */
    Tendency and(Tendency other) {
        if (this == SAME || this == other) {
            return other;
        }
        return other == SAME ? this : OTHER;
    }
}
