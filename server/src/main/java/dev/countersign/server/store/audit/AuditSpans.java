package dev.countersign.server.store.audit;

import dev.countersign.server.insight.AuditQuery;
import dev.countersign.server.insight.AuditQuery.Stretch;
import dev.countersign.server.store.column.OrganizationConnection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Id ranges of the audit events of each ten minutes: bounds for an index by time that keeps the order of ids. Events
 * are stored nearly in the order of their times, so the ranges are narrow; they are correct however late an event is
 * recorded.
 */
public final class AuditSpans {
    private static final long MILLIS = Duration.ofMinutes(10).toMillis();

    private final SortedMap<Long, Ids> spans = new TreeMap<>();

    /** The first and the last id. */
    private record Ids(long first, long last) {
        Ids with(Ids other) {
            return new Ids(Math.min(first, other.first), Math.max(last, other.last));
        }
    }

    /** Adds an event that is being recorded. */
    void note(long id, Instant at) {
        spans.merge(start(at), new Ids(id, id), Ids::with);
    }

    /** Writes the collected ranges. */
    void write(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement("""
                INSERT INTO audit_spans (starts_at, first_id, last_id) VALUES (?, ?, ?)
                ON CONFLICT (starts_at) DO UPDATE SET
                    first_id = CASE WHEN excluded.first_id < audit_spans.first_id
                        THEN excluded.first_id ELSE audit_spans.first_id END,
                    last_id = CASE WHEN excluded.last_id > audit_spans.last_id
                        THEN excluded.last_id ELSE audit_spans.last_id END""")) {
            for (var span : spans.entrySet()) {
                statement.setLong(1, span.getKey());
                statement.setLong(2, span.getValue().first());
                statement.setLong(3, span.getValue().last());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** Narrows the part of the audit log given by a query to the ids that can match its times. */
    static Stretch narrow(OrganizationConnection connection, AuditQuery query) throws SQLException {
        if (query.from().isEmpty() && query.to().isEmpty()) {
            return within(query, connection.prepare("""
                    SELECT (SELECT MIN(id) FROM audit_events WHERE organization = :organization),
                        (SELECT MAX(id) FROM audit_events WHERE organization = :organization)"""), List.of());
        }
        long from = query.from().map(AuditSpans::start).orElse(Long.MIN_VALUE);
        long to = query.to().map(AuditSpans::start).orElse(Long.MAX_VALUE);
        return within(query, connection.connection().prepareStatement("""
                SELECT MIN(first_id), MAX(last_id) FROM audit_spans
                WHERE starts_at >= ? AND starts_at <= ?"""), List.of(from, to));
    }

    /** An empty range of ids when there are none: both are 0 then. */
    private static Stretch within(AuditQuery query, PreparedStatement prepared, List<Long> parameters)
            throws SQLException {
        try (var statement = prepared) {
            for (int i = 0; i < parameters.size(); i++) {
                statement.setLong(i + 1, parameters.get(i));
            }
            try (var row = statement.executeQuery()) {
                row.next();
                Stretch stretch = query.stretch();
                return new Stretch(
                        Math.max(stretch.after(), row.getLong(1) - 1),
                        Math.min(stretch.upTo(), row.getLong(2)),
                        stretch.order());
            }
        }
    }

    /** Latest start of a span that ended before this time. */
    public static long before(Instant moment) {
        return start(moment) - MILLIS;
    }

    private static long start(Instant at) {
        return Math.floorDiv(at.toEpochMilli(), MILLIS) * MILLIS;
    }
}
