package dev.countersign.core.client;

/** Where throttles come from: those of one purpose count together on all nodes. */
@FunctionalInterface
public interface Throttles {
    /** Each counts for itself. */
    Throttles LOCAL = (_, freeFailures) -> new FailureThrottle(freeFailures);

    /**
     * A throttle that has seen no failure.
     *
     * @param purpose a word, the same on all nodes; made once each
     * @param freeFailures the failure of this number is the first to cost time
     */
    FailureThrottle make(String purpose, int freeFailures);
}
