package dev.countersign.server.people;

import java.time.Duration;
import java.time.Instant;

/**
 * Somebody at a browser, signed in.
 *
 * @param lastSeenAt to the minute
 * @param address the other end of the connection when it began
 * @param userAgent what the browser called itself, shortened
 */
public record Session(
        SessionId id, Person person, Instant startedAt, Instant lastSeenAt, String address, String userAgent) {
    /** A session that nobody used for so long is over. */
    public static final Duration IDLE = Duration.ofMinutes(30);
    /** No session lasts longer, however busy. */
    public static final Duration LONGEST = Duration.ofHours(12);

    /** Whether it still opens anything. */
    boolean isAlive(Instant now) {
        return person.enabled() && now.isBefore(lastSeenAt.plus(IDLE)) && now.isBefore(startedAt.plus(LONGEST));
    }
}
