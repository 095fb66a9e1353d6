package dev.countersign.server.people;

import java.time.Duration;
import java.time.Instant;

/**
 * Session of a signed-in user.
 *
 * @param lastSeenAt to the minute
 * @param address the address of the peer when the session began
 * @param userAgent the {@code User-Agent} of the browser, shortened
 */
public record Session(
        SessionId id, Person person, Instant startedAt, Instant lastSeenAt, String address, String userAgent) {
    /** Time without use after which a session ends. */
    public static final Duration IDLE = Duration.ofMinutes(30);
    /** Longest duration of a session, even in use. */
    public static final Duration LONGEST = Duration.ofHours(12);

    /** Whether it is that of an administrator of the root organization in another one. */
    public boolean isVisit() {
        return person.isVisitor();
    }

    /** Whether it is still valid. */
    boolean isAlive(Instant now) {
        return person.enabled() && now.isBefore(lastSeenAt.plus(IDLE)) && now.isBefore(startedAt.plus(LONGEST));
    }
}
