package dev.countersign.server.store.audit;

import dev.countersign.server.store.audit.CountDelta.Count;
import dev.countersign.server.store.audit.CountDelta.Row;
import dev.countersign.server.store.column.OrganizationKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Aggregation of old counts: they are added to those of a longer interval, or deleted. This keeps at most some dozen
 * rows for each issuer and each application, and some hundred for each code.
 */
public enum CountFolding {
    MINUTES_OF_ALL("width = 'minute'", Duration.ofHours(2), Optional.of(CountWidth.HOUR)),
    HOURS_OF_ALL("width = 'hour' AND (whose = '' OR whose LIKE '@%%')", Duration.ofDays(8), Optional.empty()),
    HOURS_OF_EACH(
            "width = 'hour' AND whose <> '' AND whose NOT LIKE '@%%'",
            Duration.ofHours(25), Optional.of(CountWidth.DAY)),
    DAYS_OF_WHO_IS_GONE("""
            width = 'day' AND whose NOT IN (SELECT id FROM trusted_token_issuers)
                AND whose NOT IN (SELECT id FROM applications)""", Duration.ofDays(31), Optional.empty()),
    DAYS_OF_EACH("width = 'day'", Duration.ofDays(31), Optional.of(CountWidth.EVER));

    private final String rows;
    private final Duration keep;
    private final Optional<CountWidth> wider;

    CountFolding(String rows, Duration keep, Optional<CountWidth> wider) {
        this.rows = rows;
        this.keep = keep;
        this.wider = wider;
    }

    /** Aggregates some of the rows that are old enough, and returns their number. */
    public int step(Connection connection, Instant now, int most) throws SQLException {
        var folded = new CountDelta();
        int taken = 0;
        try (var statement = connection.prepareStatement("""
                DELETE FROM exchange_counts WHERE (whose, starts_at, width, part) IN (
                    SELECT whose, starts_at, width, part FROM exchange_counts
                    WHERE %s AND starts_at < ? ORDER BY starts_at LIMIT ?)
                RETURNING whose, starts_at, part, accepted, refused, faults, last_accepted_at, organization""".formatted(rows))) {
            statement.setLong(1, now.minus(keep).toEpochMilli());
            statement.setInt(2, most);
            taken = take(statement, folded);
        }
        CountRows.add(connection, folded);
        return taken;
    }

    private int take(PreparedStatement statement, CountDelta folded) throws SQLException {
        int taken = 0;
        try (var found = statement.executeQuery()) {
            while (found.next()) {
                taken++;
                if (wider.isPresent()) {
                    CountWidth into = wider.get();
                    folded.add(
                            new Row(
                                    new OrganizationKey(found.getLong(8)),
                                    found.getString(1),
                                    into.start(found.getLong(2)),
                                    into,
                                    found.getString(3)),
                            new Count(found.getLong(4), found.getLong(5), found.getLong(6), found.getLong(7)));
                }
            }
        }
        return taken;
    }
}
