package dev.countersign.server.store.notice;

import dev.countersign.server.notice.NoticeDeliveries;
import dev.countersign.server.notice.NoticeDelivery;
import dev.countersign.server.store.column.Statements;
import dev.countersign.server.store.database.ReadPool;
import dev.countersign.server.store.database.StoreWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The messages of all organizations in the database. */
public record SqlNoticeDeliveries(StoreWriter writer, ReadPool readers) implements NoticeDeliveries {
    /** Of each organization in turn, those that are chosen first by chance: no order of them puts one off for ever. */
    private static final String DUE = """
            SELECT organization, id, body, attempts, give_up_at, next_attempt_at FROM (
                SELECT one.*, ROW_NUMBER() OVER (PARTITION BY organization ORDER BY next_attempt_at, id) AS turn
                FROM notice_deliveries one
                WHERE next_attempt_at <= ? AND NOT EXISTS (
                    SELECT 1 FROM notice_deliveries earlier
                    WHERE earlier.organization = one.organization AND earlier.notice_id = one.notice_id
                        AND earlier.created_at < one.created_at AND earlier.next_attempt_at IS NOT NULL)) due
            ORDER BY turn, RANDOM() LIMIT ?""";

    @Override
    public void endOfDisabled(Instant now) {
        if (readers.read(EndedNotices::areDue)) {
            new EndedNotices(writer).end(now);
        }
    }

    private record Due(NoticeDelivery delivery, long nextAttemptAt) {}

    /** The row is changed by one node alone, because its time of the next attempt is a condition of the change. */
    @Override
    public List<NoticeDelivery> claim(Instant now, Duration lease, int most) {
        List<Due> due = readers.read(connection -> due(connection, now, most));
        if (due.isEmpty()) {
            return List.of();
        }
        return writer.call(connection -> {
            List<NoticeDelivery> claimed = new ArrayList<>();
            for (Due each : due) {
                if (claim(connection, each, now.plus(lease))) {
                    claimed.add(each.delivery());
                }
            }
            return claimed;
        });
    }

    private static List<Due> due(Connection connection, Instant now, int most) throws SQLException {
        return Statements.list(
                connection,
                DUE,
                row -> new Due(
                        new NoticeDelivery(
                                row.getLong(1),
                                row.getString(2),
                                row.getString(3),
                                row.getLong(4) + 1,
                                Instant.ofEpochMilli(row.getLong(5))),
                        row.getLong(6)),
                now,
                most);
    }

    private static boolean claim(Connection connection, Due due, Instant until) throws SQLException {
        return Statements.update(
                        connection,
                        "UPDATE notice_deliveries SET next_attempt_at = ?, attempts = ?"
                                + " WHERE organization = ? AND id = ? AND next_attempt_at = ?",
                        until,
                        due.delivery().attempts(),
                        due.delivery().organization(),
                        due.delivery().id(),
                        due.nextAttemptAt())
                == 1;
    }

    @Override
    public void delivered(NoticeDelivery delivery) {
        writer.call(connection -> Statements.update(
                connection,
                "DELETE FROM notice_deliveries WHERE organization = ? AND id = ?",
                delivery.organization(),
                delivery.id()));
    }

    @Override
    public void failed(NoticeDelivery delivery, Optional<Instant> next, String reason) {
        writer.call(connection -> Statements.update(
                connection,
                "UPDATE notice_deliveries SET next_attempt_at = ?, last_error = ? WHERE organization = ? AND id = ?",
                next,
                reason,
                delivery.organization(),
                delivery.id()));
    }
}
