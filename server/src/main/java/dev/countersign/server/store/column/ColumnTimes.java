package dev.countersign.server.store.column;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Times as stored in columns: whole milliseconds since 1970. */
public final class ColumnTimes {
    private ColumnTimes() {}

    /** Rounds up, for times that must not end too early. */
    public static long ceiling(Instant instant) {
        long millis = instant.toEpochMilli();
        return Instant.ofEpochMilli(millis).isBefore(instant) ? millis + 1 : millis;
    }

    public static Optional<Instant> read(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }
}
