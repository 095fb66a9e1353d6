package dev.countersign.server.store.postgres;

import dev.countersign.server.store.column.Statements;
import dev.countersign.server.store.database.Retention;
import dev.countersign.server.store.postgres.PostgresEngine.Locks;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The partitions on PostgreSQL: created in advance, and dropped when all of their rows may be deleted. The node that
 * holds the lock maintains them.
 */
final class Partitions {
    private static final Span TOKENS = new Span("issued_tokens", "expires_at", Duration.ofDays(1), 3);
    private static final Span EVENTS = new Span("audit_events", "at", Duration.ofDays(7), 2);

    /** Every assertion is looked up in each period; longer periods are dropped later. */
    private static final Duration PERIOD = Duration.ofHours(6);

    private Partitions() {}

    /**
     * A table partitioned by time.
     *
     * @param ahead number of partitions created in advance, besides the current one
     */
    private record Span(String table, String column, Duration length, int ahead) {
        long start(long millis) {
            return Math.floorDiv(millis, length.toMillis()) * length.toMillis();
        }

        String name(long start) {
            return table + "_" + start / Duration.ofHours(1).toMillis();
        }

        /** End of the partition of this name; the default partition has no end. */
        long end(String name) {
            String hours = name.substring(table.length() + 1);
            return hours.equals("other")
                    ? Long.MAX_VALUE
                    : Duration.ofHours(Long.parseLong(hours)).plus(length).toMillis();
        }
    }

    /**
     * Creates and drops the partitions that are due; returns the number of statements. All checks come first, and the
     * statements that lock out others are sent in one round trip with their commit, so that the locks are held briefly
     * even on a slow network or when this node fails meanwhile.
     */
    static int maintain(Connection connection, Instant now, Retention retention) throws SQLException {
        List<String> changes = new ArrayList<>();
        maintainPeriods(connection, now, changes);
        maintain(connection, TOKENS, now, now.minus(retention.issuedTokens()), changes);
        maintain(connection, EVENTS, now, now.minus(retention.auditEvents()), changes);
        if (RowSecurity.isNeeded(connection)) {
            // those of a node of the version before
            changes.addAll(0, RowSecurity.missingPolicies(connection));
        }
        if (!changes.isEmpty()) {
            try (var statement = connection.createStatement()) {
                statement.execute(String.join(";\n", changes) + ";\nCOMMIT AND CHAIN");
            }
        }
        return changes.size();
    }

    private static void maintain(Connection connection, Span span, Instant now, Instant forgotten, List<String> changes)
            throws SQLException {
        deleteOthers(connection, span, forgotten);
        Set<String> there = new HashSet<>(partitions(connection, span.table()));
        boolean isProtected = RowSecurity.isNeeded(connection);
        long start = span.start(now.toEpochMilli());
        for (int i = 0; i <= span.ahead(); i++) {
            long from = start + i * span.length().toMillis();
            if (!there.contains(span.name(from)) && isFree(connection, span, from)) {
                changes.add("CREATE TABLE %s PARTITION OF %s FOR VALUES FROM (%s) TO (%s)"
                        .formatted(
                                span.name(from),
                                span.table(),
                                from,
                                from + span.length().toMillis()));
                if (isProtected) {
                    changes.addAll(RowSecurity.protection(span.name(from)));
                }
            }
        }
        for (String partition : there) {
            if (span.end(partition) <= forgotten.toEpochMilli()) {
                changes.add("DROP TABLE " + partition);
            }
        }
    }

    /**
     * Rows that arrived before their partition existed stay in the default partition, and the partition is not created.
     */
    private static boolean isFree(Connection connection, Span span, long from) throws SQLException {
        return !Statements.exists(
                connection,
                "SELECT 1 FROM %s_other WHERE %s >= ? AND %s < ? LIMIT 1"
                        .formatted(span.table(), span.column(), span.column()),
                from,
                from + span.length().toMillis());
    }

    private static void deleteOthers(Connection connection, Span span, Instant forgotten) throws SQLException {
        Statements.update(
                connection, "DELETE FROM %s_other WHERE %s < ?".formatted(span.table(), span.column()), forgotten);
    }

    /**
     * Begins and deletes periods under a lock that excludes redemptions: the next redemption sees the new period, and
     * everything recorded in the old one.
     */
    private static void maintainPeriods(Connection connection, Instant now, List<String> changes) throws SQLException {
        Period current = Period.current(connection);
        List<String> over =
                over(connection, current, now.minus(Retention.REPLAY_KEY_MARGIN).toEpochMilli());
        boolean ends = now.toEpochMilli() - current.beganAt() >= PERIOD.toMillis();
        if (over.isEmpty() && !ends) {
            return;
        }
        changes.add("SELECT pg_advisory_xact_lock(" + Locks.LEDGER + ")");
        for (String partition : over) {
            // no rows are added to an earlier period, so the latest key read is final
            changes.add("UPDATE replay_horizon SET forgotten_until = GREATEST(forgotten_until, %s) WHERE id = 1"
                    .formatted(latest(connection, partition)));
            changes.add("DROP TABLE " + partition);
        }
        if (ends) {
            long next = current.number() + 1;
            changes.add(
                    "CREATE TABLE replay_keys_%s PARTITION OF replay_keys FOR VALUES IN (%s)".formatted(next, next));
            changes.add("UPDATE replay_horizon SET period = %s, period_began_at = %s WHERE id = 1"
                    .formatted(next, now.toEpochMilli()));
        }
    }

    /** The period of current redemptions. */
    private record Period(long number, long beganAt) {
        static Period current(Connection connection) throws SQLException {
            return Statements.first(
                            connection,
                            "SELECT period, period_began_at FROM replay_horizon WHERE id = 1",
                            row -> new Period(row.getLong(1), row.getLong(2)))
                    .orElseThrow(() -> new SQLException("the table replay_horizon has lost its row"));
        }
    }

    /** The periods before the current one in which all keys may be deleted. */
    private static List<String> over(Connection connection, Period current, long until) throws SQLException {
        List<String> over = new ArrayList<>();
        for (String partition : partitions(connection, "replay_keys")) {
            if (!partition.equals("replay_keys_" + current.number()) && latest(connection, partition) <= until) {
                over.add(partition);
            }
        }
        return over;
    }

    private static long latest(Connection connection, String partition) throws SQLException {
        return Statements.number(connection, "SELECT COALESCE(MAX(keep_until), 0) FROM " + partition);
    }

    private static List<String> partitions(Connection connection, String table) throws SQLException {
        return Statements.list(connection, """
                SELECT child.relname FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid
                WHERE inhparent = ?::regclass ORDER BY 1""", row -> row.getString(1), table);
    }
}
