package dev.countersign.server.store.database;

import java.time.Duration;

/**
 * Retention periods.
 *
 * @param issuedTokens period for the record of an access token, after its expiry
 * @param auditEvents period for an audit event, after its time
 */
public record Retention(Duration issuedTokens, Duration auditEvents) {

    /** Seven days and ninety days. */
    public static final Retention DEFAULT = new Retention(Duration.ofDays(7), Duration.ofDays(90));

    /** Additional time for which replay keys are kept, in case a clock is set back a little. */
    public static final Duration REPLAY_KEY_MARGIN = Duration.ofMinutes(5);

    public Retention {
        if (issuedTokens.isNegative() || auditEvents.isNegative()) {
            throw new IllegalArgumentException("nothing can be kept for a negative time");
        }
    }
}
