package dev.countersign.server.store.audit;

import dev.countersign.server.insight.AuditQuery;
import dev.countersign.server.insight.AuditQuery.Order;
import dev.countersign.server.insight.AuditQuery.Stretch;
import dev.countersign.server.store.column.AnyCaseText;
import dev.countersign.server.store.column.StorableText;
import dev.countersign.server.store.database.Engine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A query of the audit in SQL: its conditions, with their parameters in the same order. */
final class AuditFilter {
    private static final String COLUMNS = "id, at, kind, correlation_id, outcome, stage, code, actor, issuer,"
            + " application, client_id, subject, token_id, detail";
    private static final List<String> SEARCHED = List.of(
            "correlation_id", "kind", "outcome", "code", "issuer", "application", "client_id", "subject", "actor");
    /** Columns with a useful index; the others have few values. */
    private static final List<String> INDEXED =
            List.of("correlation_id", "code", "issuer", "application", "client_id", "subject");

    private final List<String> conditions = new ArrayList<>();
    private final List<Object> parameters = new ArrayList<>();
    private final List<String> nameOrClientId;

    /** A statement with the values of its parameters. */
    record Sql(String text, List<Object> parameters) {}

    private AuditFilter(AuditQuery query, String collation) {
        conditions.add("organization = :organization");
        equal("correlation_id", query.correlationId());
        equal("outcome", query.outcome());
        equal("code", query.code());
        equal("issuer", query.issuer());
        equal("subject", query.subject());
        equal("actor", query.actor());
        kind(query);
        query.from().ifPresent(from -> add("at >= ?", from.toEpochMilli()));
        query.to().ifPresent(to -> add("at <= ?", to.toEpochMilli()));
        query.q().ifPresent(text -> anywhere(text, collation));
        nameOrClientId = query.application().map(AuditRows::shortened).stream().toList();
    }

    /**
     * The events that a query asks for.
     *
     * @param collation see {@link Engine#collation}
     */
    static Sql find(AuditQuery query, String collation) {
        var filter = new AuditFilter(query, collation);
        filter.within(query.stretch());
        if (filter.nameOrClientId.isEmpty()) {
            return filter.plain(query);
        }
        return filter.either(query, List.of("application", "client_id"), filter.nameOrClientId.getFirst());
    }

    /** The newest events in which a column equals the search text, restricted to those that match the query. */
    static Sql exact(AuditQuery query, String text, String collation) {
        var filter = new AuditFilter(query, collation);
        filter.nameOrClientId.forEach(name -> filter.add("(application = ? OR client_id = ?)", name, name));
        var bounds = new AuditFilter(everything(query.stretch()), collation);
        bounds.within(query.stretch());
        Sql ids = bounds.ids(INDEXED, AuditRows.shortened(text), query);
        filter.add("id IN (" + ids.text() + ")", ids.parameters().toArray());
        return filter.plain(query);
    }

    /** A query without filters for the first event of a part of the audit log. */
    static AuditQuery everything(Stretch stretch) {
        Optional<String> any = Optional.empty();
        return new AuditQuery(
                any, any, any, any, any, any, any, any, Optional.empty(), Optional.empty(), any, stretch, 1);
    }

    /** Uses literals for columns with few values, because the partial indexes require them. */
    private void kind(AuditQuery query) {
        Optional<String> kind = query.kind();
        boolean administration = kind.filter("admin"::equals).isPresent();
        if (!administration) {
            equal("kind", kind);
        }
        if (administration || query.actor().isPresent()) {
            conditions.add("kind = 'admin'"); // a token event has no actor
        }
        if (administration
                || query.actor().isPresent()
                || query.code().isPresent()
                || query.outcome()
                        .filter(outcome -> !outcome.equals("accepted"))
                        .isPresent()) {
            conditions.add("outcome <> 'accepted'");
        }
    }

    private void within(Stretch stretch) {
        add("id > ?", stretch.after());
        add("id <= ?", stretch.upTo());
    }

    private void equal(String column, Optional<String> value) {
        value.map(AuditRows::shortened).ifPresent(present -> add(column + " = ?", present));
    }

    private void anywhere(String text, String collation) {
        var wanted = AnyCaseText.of(StorableText.of(text));
        add(
                SEARCHED.stream()
                        .map(column -> wanted.isIn(column, collation))
                        .collect(Collectors.joining(" OR ", "(", ")")),
                Collections.nCopies(SEARCHED.size(), wanted.parameters()).stream()
                        .flatMap(List::stream)
                        .toArray());
    }

    private void add(String condition, Object... values) {
        conditions.add(condition);
        parameters.addAll(List.of(values));
    }

    private Sql plain(AuditQuery query) {
        List<Object> values = new ArrayList<>(parameters);
        values.add(query.limit());
        return new Sql("SELECT " + COLUMNS + " FROM audit_events" + where() + ordered(query), values);
    }

    /**
     * Searches one index after the other: with OR, all matches of both would be sorted before the first is returned.
     */
    private Sql either(AuditQuery query, List<String> columns, String value) {
        Sql ids = ids(columns, value, query);
        List<Object> values = new ArrayList<>(ids.parameters());
        values.add(query.limit());
        return new Sql(
                "SELECT " + COLUMNS + " FROM audit_events WHERE id IN (" + ids.text() + ")" + ordered(query), values);
    }

    private Sql ids(List<String> columns, String value, AuditQuery query) {
        List<Object> values = new ArrayList<>();
        var branches = new ArrayList<String>();
        for (String column : columns) {
            branches.add("SELECT id FROM (SELECT id FROM audit_events" + where() + " AND " + column + " = ?"
                    + ordered(query) + ") AS by_" + column);
            values.addAll(parameters);
            values.add(value);
            values.add(query.limit());
        }
        return new Sql(String.join(" UNION ", branches), values);
    }

    private String where() {
        return " WHERE " + String.join(" AND ", conditions);
    }

    private static String ordered(AuditQuery query) {
        return " ORDER BY id" + (query.stretch().order() == Order.OLDEST_FIRST ? " ASC" : " DESC") + " LIMIT ?";
    }
}
