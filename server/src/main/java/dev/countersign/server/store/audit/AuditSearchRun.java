package dev.countersign.server.store.audit;

import dev.countersign.server.insight.AuditQuery;
import dev.countersign.server.insight.AuditQuery.Order;
import dev.countersign.server.insight.AuditQuery.Stretch;
import dev.countersign.server.insight.AuditRecord;
import dev.countersign.server.insight.AuditSearchResult;
import dev.countersign.server.store.column.OrganizationConnection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A search of the audit, part by part, until enough is found or the time limit is reached. The parts grow while they
 * take little time, so that a query served by an index completes in a few steps, independent of the size of the audit.
 */
final class AuditSearchRun {
    private static final long FIRST_PART = 2_000;
    private static final long GROWTH = 4;

    private final OrganizationConnection connection;
    private final AuditQuery query;
    private final String collation;
    private final List<AuditRecord> found = new ArrayList<>();
    private Stretch rest;

    AuditSearchRun(OrganizationConnection connection, AuditQuery query, String collation) throws SQLException {
        this.connection = connection;
        this.query = query;
        this.collation = collation;
        this.rest = AuditSpans.narrow(connection, query);
    }

    AuditSearchResult go(Duration timeLimit) throws SQLException {
        long begin = System.nanoTime();
        long left = timeLimit.toNanos();
        long part = FIRST_PART;
        do {
            long before = left;
            search(first(part));
            left = timeLimit.toNanos() - (System.nanoTime() - begin);
            part = next(part, before - left, left);
        } while (found.size() < query.limit() && !rest.isEmpty() && left > 0);
        return found.size() == query.limit() || rest.isEmpty() ? AuditSearchResult.of(query, found) : broken();
    }

    private void search(Stretch part) throws SQLException {
        AuditQuery wanted = query.with(part, query.limit() - found.size());
        found.addAll(AuditFinder.run(connection, AuditFilter.find(wanted, collation)));
        rest = part.order() == Order.NEWEST_FIRST
                ? new Stretch(rest.after(), part.after(), rest.order())
                : new Stretch(part.upTo(), rest.upTo(), rest.order());
    }

    /** Number of ids that can probably be searched in half of the remaining time. */
    private static long next(long part, long took, long left) {
        long likely = took <= 0 ? part * GROWTH : part * (left / 2) / took;
        return Math.clamp(likely, 1, part * GROWTH);
    }

    private Stretch first(long ids) {
        return rest.order() == Order.NEWEST_FIRST
                ? new Stretch(Math.max(rest.after(), rest.upTo() - ids), rest.upTo(), rest.order())
                : new Stretch(rest.after(), Math.min(rest.upTo(), rest.after() + ids), rest.order());
    }

    private AuditSearchResult broken() throws SQLException {
        List<AuditRecord> exact = List.of();
        if (query.q().isPresent() && rest.order() == Order.NEWEST_FIRST) {
            exact = AuditFinder.run(
                    connection,
                    AuditFilter.exact(query.with(rest, query.limit()), query.q().get(), collation));
        }
        return new AuditSearchResult(found, Optional.of(rest), begins(), exact);
    }

    private Optional<Instant> begins() throws SQLException {
        AuditQuery next = AuditFilter.everything(rest);
        return AuditFinder.run(connection, AuditFilter.find(next, collation)).stream()
                .map(AuditRecord::at)
                .findFirst();
    }
}
