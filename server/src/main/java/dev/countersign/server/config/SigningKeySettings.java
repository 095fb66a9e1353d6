package dev.countersign.server.config;

import java.time.Duration;

/**
 * Table {@code [oauth.signing_keys]}.
 *
 * @param rotation how long a key signs before the next one does; zero when keys are replaced on demand alone
 * @param publishAhead how long a key is published before it signs
 * @param cache how long others may cache the published keys
 */
public record SigningKeySettings(Duration rotation, Duration publishAhead, Duration cache) {
    /** Until every node has read a new key and publishes it. */
    static final Duration SPREAD = Duration.ofSeconds(10);

    /** Whether whoever caches our keys as long as they may has the next one before it signs. */
    boolean isSeenInTime() {
        return publishAhead.compareTo(cache.plus(SPREAD)) >= 0;
    }
}
