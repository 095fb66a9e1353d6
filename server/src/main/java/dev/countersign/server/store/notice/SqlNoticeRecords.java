package dev.countersign.server.store.notice;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.server.notice.CurrentNotice;
import dev.countersign.server.notice.CurrentNotice.Severity;
import dev.countersign.server.notice.NoticeMessage;
import dev.countersign.server.notice.NoticeRecords;
import dev.countersign.server.store.audit.AuditRows;
import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.column.Statements;
import dev.countersign.server.store.database.OrganizationStore;
import dev.countersign.server.store.notice.EndedNotices.Raised;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/** The notices of an organization in the database. */
public record SqlNoticeRecords(OrganizationStore store) implements NoticeRecords {
    /** Time for which a notice need not be recorded as seen again, so that few observations write. */
    private static final Duration SEEN = Duration.ofSeconds(30);

    private record Seen(String id, Instant at, String document) {}

    @Override
    public void observe(String name, List<CurrentNotice> notices, Instant now) {
        Map<String, Seen> known = store.read(connection -> Statements.list(
                        connection,
                        "SELECT id, seen_at, document FROM raised_notices WHERE organization = :organization",
                        row -> new Seen(row.getString(1), Instant.ofEpochMilli(row.getLong(2)), row.getString(3)))
                .stream()
                .collect(Collectors.toMap(Seen::id, Function.identity())));
        List<CurrentNotice> unrecorded = notices.stream()
                .filter(notice -> Optional.ofNullable(known.get(notice.id()))
                        .filter(seen -> seen.at().isAfter(now.minus(SEEN)) && !isWorse(notice, seen))
                        .isEmpty())
                .toList();
        boolean someEnded = known.values().stream().anyMatch(seen -> seen.at().isBefore(now.minus(GONE)));
        if (!unrecorded.isEmpty() || someEnded) {
            store.write(connection -> {
                for (CurrentNotice notice : unrecorded) {
                    record(connection, name, notice, Optional.ofNullable(known.get(notice.id())), now);
                }
                return end(connection, name, now);
            });
        }
    }

    private static void record(
            OrganizationConnection connection, String name, CurrentNotice notice, Optional<Seen> before, Instant now)
            throws SQLException {
        String document = NoticeMessage.stored(notice);
        boolean raised = Statements.update(connection, """
                        INSERT INTO raised_notices (organization, id, document, raised_at, seen_at)
                        VALUES (:organization, ?, ?, ?, ?) ON CONFLICT (organization, id) DO NOTHING""", notice.id(), document, now, now) == 1;
        if (raised) {
            EndedNotices.enqueue(connection, name, new Raised(notice.id(), document, now), Optional.empty(), now);
        } else if (before.isPresent() && isWorse(notice, before.get())) {
            // of the nodes that see it, one finds the document that it has read
            boolean first = Statements.update(
                            connection,
                            "UPDATE raised_notices SET seen_at = ?, document = ?"
                                    + " WHERE organization = :organization AND id = ? AND document = ?",
                            now,
                            document,
                            notice.id(),
                            before.get().document())
                    == 1;
            if (first) {
                EndedNotices.enqueue(connection, name, new Raised(notice.id(), document, now), Optional.empty(), now);
            }
        } else {
            Statements.update(
                    connection,
                    "UPDATE raised_notices SET seen_at = ?, document = ?"
                            + " WHERE organization = :organization AND id = ? AND seen_at < ?",
                    now,
                    kept(notice, document, before),
                    notice.id(),
                    now);
        }
    }

    /** Whether a notice is an error and was less before: then it is raised again. */
    private static boolean isWorse(CurrentNotice notice, Seen before) {
        return notice.severity() == Severity.ERROR && !NoticeMessage.isError(before.document());
    }

    /** An error stays one until it ends, although another node sees less of it. */
    private static String kept(CurrentNotice notice, String document, Optional<Seen> before) {
        return before.map(Seen::document)
                .filter(stored -> notice.severity() != Severity.ERROR && NoticeMessage.isError(stored))
                .orElse(document);
    }

    private static int end(OrganizationConnection connection, String name, Instant now) throws SQLException {
        List<Raised> ended = Statements.list(
                connection,
                """
                DELETE FROM raised_notices WHERE organization = :organization AND seen_at < ?
                RETURNING id, document, raised_at""",
                row -> new Raised(row.getString(1), row.getString(2), Instant.ofEpochMilli(row.getLong(3))),
                now.minus(GONE));
        for (Raised notice : ended) {
            EndedNotices.enqueue(connection, name, notice, Optional.of(now), now);
        }
        return ended.size();
    }

    @Override
    public long undelivered() {
        return store.read(
                connection -> Statements.number(
                        connection,
                        "SELECT count(*) FROM notice_deliveries WHERE organization = :organization AND next_attempt_at IS NULL"));
    }

    @Override
    public long retry(Instant now, LongFunction<AdminEvent> event) {
        return store.write(connection -> {
            long retried = Statements.update(
                    connection,
                    "UPDATE notice_deliveries SET attempts = 0, next_attempt_at = ?, give_up_at = ?"
                            + " WHERE organization = :organization AND next_attempt_at IS NULL",
                    now,
                    now.plus(TRIED));
            if (retried > 0) {
                AuditRows.insert(connection, event.apply(retried));
            }
            return retried;
        });
    }
}
