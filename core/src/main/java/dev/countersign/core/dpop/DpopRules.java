package dev.countersign.core.dpop;

import java.time.Duration;

/**
 * The settings of proofs, the same for all clients.
 *
 * @param nonceRequired whether every proof must hold a nonce of this server (RFC 9449 §8)
 * @param maxAge the largest age of a proof by {@code iat}, at most {@link #GREATEST_MAX_AGE}
 */
public record DpopRules(boolean nonceRequired, Duration maxAge) {
    /** Tolerance for different clocks. */
    public static final Duration CLOCK_SKEW = Duration.ofSeconds(5);

    /** The largest permitted age: a proof is kept on record for as long. */
    public static final Duration GREATEST_MAX_AGE = Duration.ofMinutes(5);

    public DpopRules {
        if (!maxAge.isPositive() || maxAge.compareTo(GREATEST_MAX_AGE) > 0) {
            throw new IllegalArgumentException("the age of a proof must be positive and at most five minutes");
        }
    }
}
