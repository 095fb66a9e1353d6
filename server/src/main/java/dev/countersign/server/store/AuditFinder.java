package dev.countersign.server.store;

import dev.countersign.server.management.AuditQuery;
import dev.countersign.server.management.AuditRecord;
import dev.countersign.server.management.AuditRecords;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds events in the audit. */
final class AuditFinder implements AuditRecords {
    private static final Duration LONGEST_SEARCH = Duration.ofSeconds(10);
    private static final String COLUMNS = "id, at, kind, correlation_id, outcome, stage, code, actor, issuer,"
            + " application, client_id, subject, token_id, detail";
    private static final List<String> SEARCHED =
            List.of("correlation_id", "kind", "outcome", "code", "issuer", "application", "client_id", "subject");

    private final ReadPool readers;

    AuditFinder(ReadPool readers) {
        this.readers = readers;
    }

    @Override
    public List<AuditRecord> find(AuditQuery query) {
        return readers.read(connection -> find(connection, query));
    }

    @Override
    public long latest() {
        return readers.read(connection -> {
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery("SELECT COALESCE(MAX(id), 0) FROM audit_events")) {
                rows.next();
                return rows.getLong(1);
            }
        });
    }

    private static List<AuditRecord> find(Connection connection, AuditQuery query) throws SQLException {
        Filter filter = Filter.of(query);
        String direction = query.stretch().order() == AuditQuery.Order.OLDEST_FIRST ? " ASC" : " DESC";
        String sql =
                "SELECT " + COLUMNS + " FROM audit_events" + filter.where() + " ORDER BY id" + direction + " LIMIT ?";
        try (var statement = connection.prepareStatement(sql)) {
            statement.setQueryTimeout((int) LONGEST_SEARCH.toSeconds());
            int parameter = 1;
            for (Object value : filter.parameters()) {
                statement.setObject(parameter++, value);
            }
            statement.setInt(parameter, query.limit());
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

    /** The conditions of a query, with their parameters in the same order. */
    private record Filter(List<String> conditions, List<Object> parameters) {

        static Filter of(AuditQuery query) {
            var filter = new Filter(new ArrayList<>(), new ArrayList<>());
            filter.equal("correlation_id", query.correlationId());
            // Literals where there are few values: the partial indexes are found by them.
            query.kind().ifPresent(kind -> {
                if (kind.equals("admin")) {
                    filter.conditions().add("kind = 'admin'");
                } else {
                    filter.equal("kind", Optional.of(kind));
                }
            });
            query.outcome()
                    .filter(outcome -> !outcome.equals("accepted"))
                    .ifPresent(_ -> filter.conditions().add("outcome <> 'accepted'"));
            filter.equal("outcome", query.outcome());
            filter.equal("code", query.code());
            filter.equal("issuer", query.issuer());
            query.application()
                    .map(AuditRows::shortened)
                    .ifPresent(
                            application -> filter.add("(application = ? OR client_id = ?)", application, application));
            filter.equal("subject", query.subject());
            query.from().ifPresent(from -> filter.add("at >= ?", from.toEpochMilli()));
            query.to().ifPresent(to -> filter.add("at <= ?", to.toEpochMilli()));
            filter.add("id > ?", query.stretch().after());
            filter.add("id <= ?", query.stretch().upTo());
            query.q().ifPresent(filter::anywhere);
            return filter;
        }

        private void equal(String column, Optional<String> value) {
            value.map(AuditRows::shortened).ifPresent(present -> add(column + " = ?", present));
        }

        private void anywhere(String text) {
            String escaped = text.toLowerCase(Locale.ROOT)
                    .replace("!", "!!")
                    .replace("%", "!%")
                    .replace("_", "!_");
            Object[] patterns = Stream.generate(() -> "%" + escaped + "%")
                    .limit(SEARCHED.size())
                    .toArray();
            add(
                    SEARCHED.stream()
                            .map(column -> "lower(" + column + ") LIKE ? ESCAPE '!'")
                            .collect(Collectors.joining(" OR ", "(", ")")),
                    patterns);
        }

        private void add(String condition, Object... values) {
            conditions.add(condition);
            parameters.addAll(List.of(values));
        }

        String where() {
            return " WHERE " + String.join(" AND ", conditions);
        }
    }
}
