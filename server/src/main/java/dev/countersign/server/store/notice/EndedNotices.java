package dev.countersign.server.store.notice;

import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.server.notice.NoticeMessage;
import dev.countersign.server.notice.NoticeRecords;
import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.column.OrganizationKey;
import dev.countersign.server.store.column.Statements;
import dev.countersign.server.store.database.StoreWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * End of the notices of organizations that are disabled or deleted: no node sees them any more, and a message about each
 * says so.
 */
public record EndedNotices(StoreWriter writer) {
    /** Rows in one transaction. */
    private static final int STEP = 200;

    /** A notice as the webhook was told of it. */
    record Raised(String id, String document, Instant at) {}

    private record Ended(OrganizationKey organization, Raised notice) {}

    /** Whether there are any to end. */
    static boolean areDue(Connection connection) throws SQLException {
        return Statements.exists(connection, """
                SELECT 1 FROM raised_notices WHERE organization IN (
                    SELECT number FROM organizations WHERE enabled = 0) LIMIT 1""");
    }

    /** Ends all of them. */
    public void end(Instant now) {
        int ended = STEP;
        while (ended == STEP) {
            ended = writer.call(connection -> end(connection, now));
        }
    }

    private static int end(Connection connection, Instant now) throws SQLException {
        List<Ended> ended = Statements.list(
                connection,
                """
                DELETE FROM raised_notices WHERE (organization, id) IN (
                    SELECT organization, id FROM raised_notices WHERE organization IN (
                        SELECT number FROM organizations WHERE enabled = 0) LIMIT ?)
                RETURNING organization, id, document, raised_at""",
                row -> new Ended(
                        new OrganizationKey(row.getLong(1)),
                        new Raised(row.getString(2), row.getString(3), Instant.ofEpochMilli(row.getLong(4)))),
                STEP);
        for (Ended one : ended) {
            var within = new OrganizationConnection(connection, one.organization());
            enqueue(within, slug(within), one.notice(), Optional.of(now), now);
        }
        return ended.size();
    }

    private static String slug(OrganizationConnection connection) throws SQLException {
        return Statements.first(
                        connection,
                        "SELECT slug FROM organizations WHERE number = :organization",
                        row -> row.getString(1))
                .orElseThrow();
    }

    /**
     * Makes a message about a notice.
     *
     * @param name of the organization
     * @param endedAt empty when it was raised
     */
    static void enqueue(
            OrganizationConnection connection, String name, Raised notice, Optional<Instant> endedAt, Instant now)
            throws SQLException {
        String id = Secrets.generateId(now);
        Statements.update(
                connection,
                """
                INSERT INTO notice_deliveries
                    (organization, id, notice_id, body, created_at, attempts, next_attempt_at, give_up_at)
                VALUES (:organization, ?, ?, ?, ?, 0, ?, ?)""",
                id,
                notice.id(),
                NoticeMessage.of(id, name, notice.document(), notice.at(), endedAt)
                        .body(),
                now,
                now,
                now.plus(NoticeRecords.TRIED));
    }
}
