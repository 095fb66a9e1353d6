package dev.countersign.server.store.ledger;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.token.IssuerSubject;
import dev.countersign.server.store.audit.AuditRows;
import dev.countersign.server.store.column.AnyCaseText;
import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.database.OrganizationStore;
import dev.countersign.server.subject.BlockedSubject;
import dev.countersign.server.subject.BlockedSubjects;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/** The blocked subjects in the database. */
public record SqlBlockedSubjects(OrganizationStore store) implements BlockedSubjects {

    @Override
    public boolean block(BlockedSubject block, List<String> mapped, LongFunction<AdminEvent> event) {
        return store.write(connection -> {
            store.engine().excludeRedemptions(connection.connection());
            if (!BlockedSubjectRows.insert(connection, block)) {
                return false;
            }
            long revoked = BlockedSubjectRows.revoke(connection, block.subject(), mapped, block.createdAt());
            AuditRows.insert(connection, event.apply(revoked));
            return true;
        });
    }

    @Override
    public boolean lift(BlockedSubject block, AdminEvent event) {
        return store.write(connection -> {
            boolean lifted = BlockedSubjectRows.delete(connection, block.id());
            if (lifted) {
                AuditRows.insert(connection, event);
            }
            return lifted;
        });
    }

    @Override
    public Optional<BlockedSubject> find(String id, Instant now) {
        return store.read(connection -> {
            try (var statement =
                    connection.prepare(BlockedSubjectRows.SELECT + "id = ? AND (until IS NULL OR until > ?)")) {
                statement.setString(1, id);
                statement.setLong(2, now.toEpochMilli());
                return read(statement).stream().findFirst();
            }
        });
    }

    @Override
    public List<BlockedSubject> of(IssuerSubject subject, Instant now) {
        return store.read(connection -> {
            try (var statement = connection.prepare(BlockedSubjectRows.SELECT
                    + "issuer_id = ? AND subject_hash = ? AND (until IS NULL OR until > ?) ORDER BY source")) {
                statement.setString(1, subject.issuer().value());
                statement.setBytes(2, BlockedSubjectRows.hash(subject).bytes());
                statement.setLong(3, now.toEpochMilli());
                return read(statement);
            }
        });
    }

    @Override
    public List<BlockedSubject> list(Selection selection, Instant now) {
        return store.read(
                connection -> list(connection, selection, now, store.engine().collation()));
    }

    private static List<BlockedSubject> list(
            OrganizationConnection connection, Selection selection, Instant now, String collation) throws SQLException {
        var sql = new StringBuilder(BlockedSubjectRows.SELECT).append("(until IS NULL OR until > ?)");
        List<Object> values = new ArrayList<>(List.of(now.toEpochMilli()));
        selection.issuer().ifPresent(issuer -> {
            sql.append(" AND issuer_id = ?");
            values.add(issuer.value());
        });
        if (!selection.containing().isEmpty()) {
            var wanted = AnyCaseText.of(selection.containing());
            sql.append(
                    " AND (%s OR %s)".formatted(wanted.isIn("subject", collation), wanted.isIn("reason", collation)));
            values.addAll(wanted.parameters());
            values.addAll(wanted.parameters());
        }
        selection.before().ifPresent(position -> {
            long at = position.createdAt().toEpochMilli();
            sql.append(" AND (created_at < ? OR created_at = ? AND id COLLATE " + collation + " < ?)");
            values.addAll(List.of(at, at, position.id()));
        });
        sql.append(" ORDER BY created_at DESC, id COLLATE " + collation + " DESC LIMIT ?");
        values.add(selection.limit());
        try (var statement = connection.prepare(sql.toString())) {
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
            return read(statement);
        }
    }

    private static List<BlockedSubject> read(PreparedStatement statement) throws SQLException {
        List<BlockedSubject> found = new ArrayList<>();
        try (var rows = statement.executeQuery()) {
            while (rows.next()) {
                found.add(BlockedSubjectRows.read(rows));
            }
        }
        return found;
    }
}
