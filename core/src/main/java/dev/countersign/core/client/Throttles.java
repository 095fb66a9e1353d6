package dev.countersign.core.client;

import java.time.Duration;

/** The source of throttles: those of one purpose count together on all nodes. */
@FunctionalInterface
public interface Throttles {
    /** Each counts for itself. */
    Throttles LOCAL =
            (_, freeFailures, longestDelay) -> new FailureThrottle(freeFailures, longestDelay, FailureNews.NONE);

    /**
     * A throttle that has seen no failure.
     *
     * @param purpose a word, the same on all nodes; made once each
     * @param freeFailures the failure of this number is the first to cost time
     * @param longestDelay the most that one failure costs
     */
    FailureThrottle make(String purpose, int freeFailures, Duration longestDelay);
}
