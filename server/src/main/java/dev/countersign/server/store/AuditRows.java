package dev.countersign.server.store;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.audit.TokenEvent;
import dev.countersign.core.oauth.TokenId;
import dev.countersign.core.rejection.RejectionCode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/** Writes events into the audit, within a transaction. Token events are counted in the same one. */
final class AuditRows {
    /** What an outsider sends, such as a client id, must not fill the disk. */
    private static final int LONGEST = 500;

    private static final String INSERT = """
            INSERT INTO audit_events (at, kind, correlation_id, outcome, stage, code, actor, issuer, application,
                client_id, subject, token_id, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final String INSERT_RETURNING = INSERT + " RETURNING id";

    private static final String INSERT_NUMBERED = """
            INSERT INTO audit_events (at, kind, correlation_id, outcome, stage, code, actor, issuer, application,
                client_id, subject, token_id, detail, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final int NUMBER = 14;

    private AuditRows() {}

    /** @param numbers see {@link Engine#eventNumbers} */
    static int insert(Connection connection, List<TokenEvent> events, Optional<String> numbers) throws SQLException {
        var spans = new AuditSpans();
        if (numbers.isPresent()) {
            insertNumbered(connection, events, numbers.get(), spans);
        } else {
            insertInOrder(connection, events, spans);
        }
        spans.write(connection);
        CountRows.add(connection, Tally.of(events));
        return events.size();
    }

    /** One writer, so the events of a transaction get numbers without a gap, of which the last one tells all. */
    private static void insertInOrder(Connection connection, List<TokenEvent> events, AuditSpans spans)
            throws SQLException {
        try (var statement = connection.prepareStatement(INSERT);
                var last = connection.prepareStatement("SELECT last_insert_rowid()")) {
            for (TokenEvent event : events) {
                bind(statement, event);
                statement.executeUpdate();
            }
            try (var row = last.executeQuery()) {
                row.next();
                long id = row.getLong(1) - events.size();
                for (TokenEvent event : events) {
                    spans.note(++id, event.at());
                }
            }
        }
    }

    /** Two round trips, however many events there are. */
    private static void insertNumbered(Connection connection, List<TokenEvent> events, String numbers, AuditSpans spans)
            throws SQLException {
        try (var number = connection.prepareStatement(numbers);
                var statement = connection.prepareStatement(INSERT_NUMBERED)) {
            number.setInt(1, events.size());
            try (var given = number.executeQuery()) {
                for (TokenEvent event : events) {
                    given.next();
                    bind(statement, event);
                    statement.setLong(NUMBER, given.getLong(1));
                    spans.note(given.getLong(1), event.at());
                    statement.addBatch();
                }
            }
            statement.executeBatch();
        }
    }

    private static void bind(PreparedStatement statement, TokenEvent event) throws SQLException {
        statement.setLong(1, event.at().toEpochMilli());
        statement.setString(2, "token");
        statement.setString(3, event.correlationId().value());
        statement.setString(4, TokenEventJson.outcome(event));
        statement.setString(5, event.stage());
        bind(statement, 6, event.code().map(RejectionCode::value));
        bind(statement, 7, Optional.empty());
        bind(statement, 8, event.issuer());
        bind(statement, 9, event.application());
        bind(statement, 10, event.clientId());
        bind(statement, 11, event.subject());
        bind(statement, 12, event.tokenId().map(TokenId::value));
        statement.setString(13, TokenEventJson.detail(event));
    }

    static void insert(Connection connection, AdminEvent event) throws SQLException {
        boolean ofIssuer = event.action().startsWith("trusted_token_issuer");
        boolean ofApplication = event.action().startsWith("application");
        Optional<String> name = Optional.of(event.targetName());
        var spans = new AuditSpans();
        try (var statement = connection.prepareStatement(INSERT_RETURNING)) {
            statement.setLong(1, event.at().toEpochMilli());
            statement.setString(2, "admin");
            statement.setString(3, event.correlationId().value());
            statement.setString(4, "changed");
            statement.setString(5, event.action());
            bind(statement, 6, Optional.empty());
            bind(statement, 7, Optional.of(event.actor()));
            bind(statement, 8, name.filter(_ -> ofIssuer));
            bind(statement, 9, name.filter(_ -> ofApplication));
            bind(statement, 10, Optional.empty());
            boolean ofToken = event.action().startsWith("access_token");
            boolean ofSubject = ofToken || event.action().startsWith("subject");
            bind(statement, 11, name.filter(_ -> ofSubject));
            bind(statement, 12, Optional.of(event.targetId()).filter(_ -> ofToken));
            statement.setString(13, detail(event));
            spans.note(inserted(statement), event.at());
        }
        spans.write(connection);
    }

    /** The id of the new event. */
    private static long inserted(PreparedStatement statement) throws SQLException {
        try (var row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static String detail(AdminEvent event) {
        ObjectNode detail = Json.object().put("target_id", event.targetId()).put("target_name", event.targetName());
        event.before().ifPresent(before -> embed(detail, "before", before));
        event.after().ifPresent(after -> embed(detail, "after", after));
        return Json.write(detail);
    }

    /** As JSON where it is JSON, and else as text: what was done goes on record in any case. */
    private static void embed(ObjectNode detail, String name, String json) {
        try {
            detail.set(name, Json.read(json));
        } catch (JacksonException notJson) {
            detail.put(name, json);
        }
    }

    private static void bind(PreparedStatement statement, int parameter, Optional<String> text) throws SQLException {
        if (text.isPresent()) {
            statement.setString(parameter, shortened(text.get()));
        } else {
            statement.setNull(parameter, Types.VARCHAR);
        }
    }

    static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
