package dev.countersign.server.store.audit;

import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.column.Statements;
import java.sql.Connection;
import java.sql.SQLException;

/** The tables of counts, within a transaction. */
public final class CountRows {
    private CountRows() {}

    static void add(Connection connection, CountDelta delta) throws SQLException {
        addCounts(connection, delta);
        addPairs(connection, delta);
    }

    private static void addCounts(Connection connection, CountDelta delta) throws SQLException {
        try (var statement = connection.prepareStatement("""
                INSERT INTO exchange_counts
                    (whose, starts_at, width, part, accepted, refused, faults, last_accepted_at, organization)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (whose, starts_at, width, part) DO UPDATE SET
                    accepted = exchange_counts.accepted + excluded.accepted,
                    refused = exchange_counts.refused + excluded.refused,
                    faults = exchange_counts.faults + excluded.faults,
                    last_accepted_at = CASE WHEN excluded.last_accepted_at > exchange_counts.last_accepted_at
                        THEN excluded.last_accepted_at ELSE exchange_counts.last_accepted_at END
                WHERE exchange_counts.organization = excluded.organization""")) {
            for (var entry : delta.counts().entrySet()) {
                var row = entry.getKey();
                var count = entry.getValue();
                statement.setString(1, row.whose());
                statement.setLong(2, row.startsAt());
                statement.setString(3, row.width().column());
                statement.setString(4, row.part());
                statement.setLong(5, count.accepted());
                statement.setLong(6, count.refused());
                statement.setLong(7, count.faults());
                statement.setLong(8, count.lastAcceptedAt());
                statement.setLong(9, row.organization().number());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static void addPairs(Connection connection, CountDelta delta) throws SQLException {
        try (var statement = connection.prepareStatement("""
                INSERT INTO exchanges_between (starts_at, one, other, accepted, organization) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (starts_at, one, other)
                DO UPDATE SET accepted = exchanges_between.accepted + excluded.accepted
                WHERE exchanges_between.organization = excluded.organization""")) {
            for (var entry : delta.pairs().entrySet()) {
                statement.setLong(1, entry.getKey().startsAt());
                statement.setString(2, entry.getKey().one());
                statement.setString(3, entry.getKey().other());
                statement.setLong(4, entry.getValue());
                statement.setLong(5, entry.getKey().organization().number());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /**
     * Deletes the counts of an issuer or an application; its counts together with other parties are deleted by
     * retention.
     */
    public static void forget(OrganizationConnection connection, String id) throws SQLException {
        Statements.update(
                connection, "DELETE FROM exchange_counts WHERE organization = :organization AND whose = ?", id);
    }
}
