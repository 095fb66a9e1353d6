package dev.countersign.server.store;

import dev.countersign.server.store.Tally.Count;
import dev.countersign.server.store.Tally.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The table of counts, within a transaction. */
final class CountRows {
    private static final String ADD = """
            INSERT INTO exchange_counts (whose, part, starts_at, width, accepted, refused, faults, last_accepted_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (whose, part, starts_at, width) DO UPDATE SET
                accepted = exchange_counts.accepted + excluded.accepted,
                refused = exchange_counts.refused + excluded.refused,
                faults = exchange_counts.faults + excluded.faults,
                last_accepted_at = CASE WHEN excluded.last_accepted_at > exchange_counts.last_accepted_at
                    THEN excluded.last_accepted_at ELSE exchange_counts.last_accepted_at END""";

    private CountRows() {}

    static void add(Connection connection, Tally tally) throws SQLException {
        try (var statement = connection.prepareStatement(ADD)) {
            for (var entry : tally.counts().entrySet()) {
                bind(statement, entry.getKey(), entry.getValue());
                statement.executeUpdate();
            }
        }
    }

    private static void bind(PreparedStatement statement, Row row, Count count) throws SQLException {
        statement.setString(1, row.whose());
        statement.setString(2, row.part());
        statement.setLong(3, row.startsAt());
        statement.setString(4, row.width().column());
        statement.setLong(5, count.accepted());
        statement.setLong(6, count.refused());
        statement.setLong(7, count.faults());
        statement.setLong(8, count.lastAcceptedAt());
    }

    /** Forgets what an issuer or an application did as a whole; what it did with each other party fades with time. */
    static void forget(Connection connection, String id) throws SQLException {
        try (var statement = connection.prepareStatement("DELETE FROM exchange_counts WHERE whose = ? AND part = ''")) {
            statement.setString(1, id);
            statement.executeUpdate();
        }
    }
}
