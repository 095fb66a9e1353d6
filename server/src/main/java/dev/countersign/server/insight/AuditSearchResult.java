package dev.countersign.server.insight;

import dev.countersign.server.insight.AuditQuery.Order;
import dev.countersign.server.insight.AuditQuery.Stretch;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Result of one audit search.
 *
 * @param found events in the order of the query, no more than requested; complete for the part that was searched
 * @param rest the part not searched, because enough events were found or the time limit was reached; empty when there
 *     is none
 * @param restBegins approximate time of the first event of the rest; empty when there is none
 * @param exact after the time limit: the newest events of the rest in which a column equals the search text
 */
public record AuditSearchResult(
        List<AuditRecord> found, Optional<Stretch> rest, Optional<Instant> restBegins, List<AuditRecord> exact) {

    public AuditSearchResult {
        found = List.copyOf(found);
        exact = List.copyOf(exact);
    }

    /** A complete search, which ended because enough events were found or none were left. */
    public static AuditSearchResult of(AuditQuery query, List<AuditRecord> found) {
        if (found.size() < query.limit()) {
            return new AuditSearchResult(found, Optional.empty(), Optional.empty(), List.of());
        }
        AuditRecord last = found.getLast();
        Stretch all = query.stretch();
        Stretch rest = all.order() == Order.NEWEST_FIRST
                ? new Stretch(all.after(), last.id() - 1, all.order())
                : new Stretch(last.id(), all.upTo(), all.order());
        return rest.isEmpty()
                ? new AuditSearchResult(found, Optional.empty(), Optional.empty(), List.of())
                : new AuditSearchResult(found, Optional.of(rest), Optional.of(last.at()), List.of());
    }
}
