package dev.countersign.server.config;

import java.time.Duration;
import java.util.Optional;

/**
 * Table {@code [oauth.signing_keys]}.
 *
 * @param rotation time for which a key signs before the next one does; zero when keys are replaced on demand only
 * @param publishAhead time for which a key is published before it signs
 * @param cache time for which clients may cache the published keys
 * @param module the module in which new keys are generated; empty when they are in software
 */
public record SigningKeySettings(
        Duration rotation, Duration publishAhead, Duration cache, Optional<ModuleSettings> module) {
    /** Time until every node has read a new key and publishes it. */
    static final Duration SPREAD = Duration.ofSeconds(10);

    /**
     * Whether the next key is published early enough to reach clients that cache the keys for the permitted time before
     * it signs.
     */
    boolean isSeenInTime() {
        return publishAhead.compareTo(cache.plus(SPREAD)) >= 0;
    }
}
