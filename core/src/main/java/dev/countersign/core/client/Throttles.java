package dev.countersign.core.client;

import java.time.Duration;

/** Factory of throttles: those of one purpose share their counts on all nodes. */
@FunctionalInterface
public interface Throttles {
    /** Factory of throttles without sharing. */
    Throttles LOCAL =
            (_, freeFailures, longestDelay) -> new FailureThrottle(freeFailures, longestDelay, FailureListener.NONE);

    /**
     * Creates a throttle.
     *
     * @param purpose a word that is the same on all nodes; used once
     * @param freeFailures number of the first failure that causes a delay
     * @param longestDelay longest delay of one failure
     */
    FailureThrottle make(String purpose, int freeFailures, Duration longestDelay);

    /** Ends the sharing of a throttle that is no longer used, so that it takes no memory. */
    default void drop(FailureThrottle throttle) {}
}
