package dev.countersign.server.people;

import dev.countersign.core.jose.signing.Secrets;
import java.time.Duration;
import java.time.Instant;

/**
 * Session of a signed-in user.
 *
 * @param lastSeenAt to the minute
 * @param address the numeric address of the client when the session began (RFC 5952)
 * @param userAgent the {@code User-Agent} of the browser, shortened
 */
public record Session(
        SessionId id, Person person, Instant startedAt, Instant lastSeenAt, String address, String userAgent) {
    /** Time without use after which a session ends. */
    public static final Duration IDLE = Duration.ofMinutes(30);
    /** Longest duration of a session, even in use. */
    public static final Duration LONGEST = Duration.ofHours(12);

    private static final int LONGEST_USER_AGENT = 200;

    /** A session that begins now. */
    public static Session begin(Person person, String address, String userAgent, Instant now) {
        return new Session(new SessionId(Secrets.generateId()), person, now, now, address, shortened(userAgent));
    }

    private static String shortened(String userAgent) {
        return userAgent.length() <= LONGEST_USER_AGENT ? userAgent : userAgent.substring(0, LONGEST_USER_AGENT) + "…";
    }

    /** Whether it is that of an administrator of the root organization in another one. */
    public boolean isVisit() {
        return person.isVisitor();
    }

    /** Whether it is still valid. */
    boolean isAlive(Instant now) {
        return person.enabled() && now.isBefore(lastSeenAt.plus(IDLE)) && now.isBefore(startedAt.plus(LONGEST));
    }
}
