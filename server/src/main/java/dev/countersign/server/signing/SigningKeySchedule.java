package dev.countersign.server.signing;

import dev.countersign.core.jose.signing.SigningKey;
import dev.countersign.server.registry.kind.ApplicationFields;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A signing key and its time.
 *
 * @param signsFrom from when on it signs; it is published since it was made
 * @param signsUntil from when on its successor signs; empty while there is none
 */
public record SigningKeySchedule(SigningKey key, Instant createdAt, Instant signsFrom, Optional<Instant> signsUntil) {
    /** As long as any access token lives, and an hour for nodes whose clocks or ticks are late. */
    static final Duration PUBLISHED_AFTERWARDS = ApplicationFields.LONGEST_LIFETIME.plusHours(1);

    /** What a key does at a moment. */
    public enum State {
        /** Published, and does not sign yet. */
        NEXT,
        /** Signs. */
        ACTIVE,
        /** Published until its last token has expired. */
        RETIRING,
        /** Gone from the published set. */
        RETIRED;

        /** As it is written in JSON. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Until when it is published; empty while no end is known. */
    public Optional<Instant> publishedUntil() {
        return signsUntil.map(end -> end.plus(PUBLISHED_AFTERWARDS));
    }

    /** What it does at this moment. */
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
