package dev.countersign.server.store.audit;

import dev.countersign.server.insight.AuditQuery;
import dev.countersign.server.insight.AuditRecord;
import dev.countersign.server.insight.AuditRecords;
import dev.countersign.server.insight.AuditSearchResult;
import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.column.Statements;
import dev.countersign.server.store.database.OrganizationStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Search in the audit. */
public record AuditFinder(OrganizationStore store) implements AuditRecords {

    /** Limit that only prevents a faulty query from holding a connection forever. */
    private static final Duration LONGEST_STATEMENT = Duration.ofSeconds(10);

    @Override
    public AuditSearchResult search(AuditQuery query, Duration timeLimit) {
        return store.read(connection ->
                new AuditSearchRun(connection, query, store.engine().collation()).go(timeLimit));
    }

    @Override
    public long latest() {
        return store.read(connection -> Statements.number(
                connection, "SELECT COALESCE(MAX(id), 0) FROM audit_events WHERE organization = :organization"));
    }

    static List<AuditRecord> run(OrganizationConnection connection, AuditFilter.Sql sql) throws SQLException {
        try (var statement = connection.prepare(sql.text())) {
            statement.setQueryTimeout((int) LONGEST_STATEMENT.toSeconds());
            int parameter = 1;
            for (Object value : sql.parameters()) {
                statement.setObject(parameter++, value);
            }
            List<AuditRecord> found = new ArrayList<>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(read(rows));
                }
            }
            return found;
        }
    }

    private static AuditRecord read(ResultSet row) throws SQLException {
        return new AuditRecord(
                row.getLong(1),
                Instant.ofEpochMilli(row.getLong(2)),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                text(row, 7),
                text(row, 8),
                text(row, 9),
                text(row, 10),
                text(row, 11),
                text(row, 12),
                text(row, 13),
                row.getString(14));
    }

    private static Optional<String> text(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }
}
