package dev.countersign.server.admin.resource;

import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.server.admin.call.Paging;
import dev.countersign.server.admin.call.QueryParameters;
import dev.countersign.server.insight.AuditQuery;
import dev.countersign.server.insight.AuditQuery.Stretch;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Audit query in the parameters of a URL.
 *
 * @param filters conditions on the events
 * @param after id of the event after which a following client continues
 * @param cursor id at which the previous page ended
 */
record AuditSearch(AuditQuery filters, OptionalLong after, OptionalLong cursor) {
    /** Time limit for one page; the part not searched by then is left to the next. */
    static final Duration TIME_LIMIT = Duration.ofSeconds(2);

    private static final Set<String> PARAMETERS = Set.of(
            "correlation_id",
            "kind",
            "outcome",
            "code",
            "issuer",
            "application",
            "subject",
            "actor",
            "from",
            "to",
            "q",
            "after",
            "cursor",
            "limit");
    private static final List<String> KINDS = List.of("token", "admin", "summary");
    private static final List<String> OUTCOMES = List.of("accepted", "refused", "fault", "changed");
    private static final List<String> CODES =
            Arrays.stream(RejectionCode.values()).map(RejectionCode::value).toList();
    private static final String ID = "[0-9]{1,18}";

    /** Reads the parameters; adds invalid ones to their problems. */
    static AuditSearch of(QueryParameters query) {
        query.allow(PARAMETERS);
        Optional<Instant> from = query.time("from");
        Optional<Instant> to = query.time("to");
        if (from.isPresent() && to.filter(from.get()::isAfter).isPresent()) {
            query.problem("to", "out_of_range", "Must not be before from.");
        }
        var filters = new AuditQuery(
                query.text("correlation_id"),
                query.choice("kind", KINDS),
                query.choice("outcome", OUTCOMES),
                query.choice("code", CODES),
                query.text("issuer"),
                query.text("application"),
                query.text("subject"),
                query.text("actor"),
                from,
                to,
                query.text("q"),
                Stretch.backFrom(0),
                1);
        return new AuditSearch(
                filters, id(after(query)), id(query.text("cursor").flatMap(cursor -> Paging.text(query, cursor, ID))));
    }

    private static Optional<String> after(QueryParameters query) {
        Optional<String> after = query.text("after");
        if (after.filter(id -> !id.matches(ID)).isPresent()) {
            query.problem(
                    "after", "malformed", "Must be the id of an event, or the next_after of an earlier response.");
            return Optional.empty();
        }
        return after;
    }

    private static OptionalLong id(Optional<String> digits) {
        return digits.isPresent() ? OptionalLong.of(Long.parseLong(digits.get())) : OptionalLong.empty();
    }

    /** Whether events are returned in the order in which they were recorded. */
    boolean isFollowing() {
        return after.isPresent();
    }

    /**
     * The part of the audit log that remains to be returned.
     *
     * @param latest the newest event to be returned, so that a response does not continue with events recorded
     *     meanwhile
     */
    Stretch stretch(long latest) {
        if (after.isPresent()) {
            return Stretch.between(cursor.orElse(after.getAsLong()), latest);
        }
        return Stretch.backFrom(cursor.isPresent() ? Math.min(latest, cursor.getAsLong() - 1) : latest);
    }

    /** A query of this part with a limit on the number of events. */
    AuditQuery query(Stretch stretch, int limit) {
        return filters.with(stretch, limit);
    }
}
