package dev.countersign.server.subject;

import dev.countersign.core.token.IssuerSubject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A subject of a trusted token issuer for which no token is issued.
 *
 * @param until time from which it is no longer blocked, in whole seconds like the times of tokens; empty for a block that
 *     lasts until it is lifted
 */
public record BlockedSubject(
        String id, IssuerSubject subject, Source source, String reason, Instant createdAt, Optional<Instant> until) {

    public BlockedSubject {
        until = until.map(BlockedSubject::wholeSeconds);
    }

    /** Origin of a block. The blocks of both may stand beside each other. */
    public enum Source {
        /** A block that an administrator lifts. */
        ADMINISTRATOR,
        /** A block by an event of the issuer, which the issuer may lift as well. */
        ISSUER;

        /** Its name in the API and the store. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The source of this name. */
        public static Source of(String word) {
            return Arrays.stream(values())
                    .filter(source -> source.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no source of a block: " + word));
        }
    }

    /** The same second, or the next one: a block never ends early. */
    private static Instant wholeSeconds(Instant time) {
        Instant second = time.truncatedTo(ChronoUnit.SECONDS);
        return second.equals(time) ? time : second.plusSeconds(1);
    }
}
