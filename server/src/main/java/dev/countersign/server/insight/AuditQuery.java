package dev.countersign.server.insight;

import java.time.Instant;
import java.util.Optional;

/**
 * Query of audit events: those that match all given filters. All filters compare exactly except {@code q}.
 *
 * @param kind {@code token} or {@code admin}
 * @param outcome {@code accepted}, {@code refused}, {@code fault}, or {@code changed} for an administrative change
 * @param issuer the name of a trusted token issuer
 * @param application the name of an application or its client id
 * @param actor author of an administrative change: the client id of a program or the name of a person
 * @param from the first moment, inclusive
 * @param to the last moment, inclusive
 * @param q a text contained in any of the columns above, in any letter case
 * @param stretch part of the audit log, and its order
 * @param limit how many at most, 1 to {@value #MOST}
 */
public record AuditQuery(
        Optional<String> correlationId,
        Optional<String> kind,
        Optional<String> outcome,
        Optional<String> code,
        Optional<String> issuer,
        Optional<String> application,
        Optional<String> subject,
        Optional<String> actor,
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<String> q,
        Stretch stretch,
        int limit) {

    /** The largest page. */
    public static final int MOST = 1000;

    /** The order of events. */
    public enum Order {
        NEWEST_FIRST,
        OLDEST_FIRST
    }

    /**
     * A part of the audit log, by the ids of events.
     *
     * @param after only events with a greater id
     * @param upTo only events with this id or a smaller one
     */
    public record Stretch(long after, long upTo, Order order) {

        /** All events up to this one, the newest first. */
        public static Stretch backFrom(long id) {
            return new Stretch(0, id, Order.NEWEST_FIRST);
        }

        /** Whether it cannot contain events. */
        public boolean isEmpty() {
            return upTo <= after;
        }

        /** The events after one event and up to another, the oldest first. */
        public static Stretch between(long after, long upTo) {
            return new Stretch(after, upTo, Order.OLDEST_FIRST);
        }
    }

    public AuditQuery {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("limit outside 1 to " + MOST);
        }
    }

    /** The same filters on another part of the audit log. */
    public AuditQuery with(Stretch other, int otherLimit) {
        return new AuditQuery(
                correlationId,
                kind,
                outcome,
                code,
                issuer,
                application,
                subject,
                actor,
                from,
                to,
                q,
                other,
                otherLimit);
    }
}
