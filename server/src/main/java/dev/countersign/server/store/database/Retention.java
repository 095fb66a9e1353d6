package dev.countersign.server.store.database;

import java.time.Duration;

/**
 * How long the past is kept.
 *
 * @param issuedTokens the record of an access token, from its expiry on
 * @param auditEvents an audit event, from its moment on
 */
public record Retention(Duration issuedTokens, Duration auditEvents) {

    /** A week and ninety days. */
    public static final Retention DEFAULT = new Retention(Duration.ofDays(7), Duration.ofDays(90));

    /** How much longer than necessary replay keys stay: a clock that is set back a little finds them still there. */
    public static final Duration REPLAY_KEY_MARGIN = Duration.ofMinutes(5);

    public Retention {
        if (issuedTokens.isNegative() || auditEvents.isNegative()) {
            throw new IllegalArgumentException("nothing can be kept for a negative time");
        }
    }
}
