package dev.countersign.server.insight;

import dev.countersign.server.insight.AuditQuery.Order;
import dev.countersign.server.insight.AuditQuery.Stretch;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a look at the audit brought.
 *
 * @param found at most as many as were asked for, in the order of the query; none of the part that was looked at is missing
 * @param rest the part that was not looked at, because enough was found or the time was over; empty when nothing is left
 * @param restBegins about when that happened which the rest begins with; empty when nothing is left
 * @param exact when time was over: the newest events of the rest in which a column is exactly the text that was looked for
 */
public record AuditGlance(
        List<AuditRecord> found, Optional<Stretch> rest, Optional<Instant> restBegins, List<AuditRecord> exact) {

    public AuditGlance {
        found = List.copyOf(found);
        exact = List.copyOf(exact);
    }

    /** A look that ended because as many were found as were asked for, or because nothing was left. */
    public static AuditGlance of(AuditQuery query, List<AuditRecord> found) {
        if (found.size() < query.limit()) {
            return new AuditGlance(found, Optional.empty(), Optional.empty(), List.of());
        }
        AuditRecord last = found.getLast();
        Stretch all = query.stretch();
        Stretch rest = all.order() == Order.NEWEST_FIRST
                ? new Stretch(all.after(), last.id() - 1, all.order())
                : new Stretch(last.id(), all.upTo(), all.order());
        return rest.isEmpty()
                ? new AuditGlance(found, Optional.empty(), Optional.empty(), List.of())
                : new AuditGlance(found, Optional.of(rest), Optional.of(last.at()), List.of());
    }
}
