package dev.countersign.server.signing;

import dev.countersign.core.jose.signing.SigningKey;
import dev.countersign.server.registry.kind.ApplicationFields;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A signing key and its times.
 *
 * @param signsFrom time from which it signs; it is published since its generation
 * @param signsUntil time from which its successor signs; empty while there is none
 */
public record SigningKeySchedule(SigningKey key, Instant createdAt, Instant signsFrom, Optional<Instant> signsUntil) {
    /** The longest lifetime of an access token, and an hour for nodes with late clocks or ticks. */
    static final Duration PUBLISHED_AFTERWARDS = ApplicationFields.LONGEST_LIFETIME.plusHours(1);

    /** State of a key at a given time. */
    public enum State {
        /** Published, not signing yet. */
        NEXT,
        /** Signing. */
        ACTIVE,
        /** Published until its last token has expired. */
        RETIRING,
        /** Removed from the published set. */
        RETIRED;

        /** The value in JSON. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** End of its publication; empty while unknown. */
    public Optional<Instant> publishedUntil() {
        return signsUntil.map(end -> end.plus(PUBLISHED_AFTERWARDS));
    }

    /** Its state at this time. */
    public State state(Instant now) {
        if (now.isBefore(signsFrom)) {
            return State.NEXT;
        }
        if (signsUntil.filter(end -> !now.isBefore(end)).isEmpty()) {
            return State.ACTIVE;
        }
        return publishedUntil().filter(end -> !now.isBefore(end)).isPresent() ? State.RETIRED : State.RETIRING;
    }
}
