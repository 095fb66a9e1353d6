package dev.countersign.server.store.audit;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.audit.RefusalSummary;
import dev.countersign.core.audit.TokenEvent;
import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.core.oauth.TokenId;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.server.store.column.ColumnJson;
import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.column.OrganizationKey;
import dev.countersign.server.store.column.StorableText;
import dev.countersign.server.store.database.Engine;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/** Writer of audit events within a transaction. Token events are counted in the same transaction. */
public final class AuditRows {
    private static final String INSERT = """
            INSERT INTO audit_events (at, kind, correlation_id, outcome, stage, code, actor, issuer, application,
                client_id, subject, token_id, detail, organization)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final String INSERT_RETURNING = INSERT + " RETURNING id";

    private static final String INSERT_NUMBERED = """
            INSERT INTO audit_events (at, kind, correlation_id, outcome, stage, code, actor, issuer, application,
                client_id, subject, token_id, detail, organization, id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final int ORGANIZATION = 14;
    private static final int NUMBER = 15;

    private AuditRows() {}

    /**
     * Inserts entries in one batch.
     *
     * @param numbers see {@link Engine#eventNumbers}
     */
    public static int insert(Connection connection, List<? extends AuditEntry> entries, Optional<String> numbers)
            throws SQLException {
        var spans = new AuditSpans();
        if (numbers.isPresent()) {
            insertNumbered(connection, entries, numbers.get(), spans);
        } else {
            insertInOrder(connection, entries, spans);
        }
        spans.write(connection);
        var delta = new CountDelta();
        entries.forEach(entry -> entry.countIn(delta));
        CountRows.add(connection, delta);
        return entries.size();
    }

    /** Inserts the events of a single writer, which get consecutive numbers; the last number determines all. */
    private static void insertInOrder(Connection connection, List<? extends AuditEntry> entries, AuditSpans spans)
            throws SQLException {
        try (var statement = connection.prepareStatement(INSERT);
                var last = connection.prepareStatement("SELECT last_insert_rowid()")) {
            for (AuditEntry entry : entries) {
                bind(statement, entry);
                statement.executeUpdate();
            }
            try (var row = last.executeQuery()) {
                row.next();
                long id = row.getLong(1) - entries.size();
                for (AuditEntry entry : entries) {
                    spans.note(++id, entry.at());
                }
            }
        }
    }

    /** Inserts with two round trips for any number of events. */
    private static void insertNumbered(
            Connection connection, List<? extends AuditEntry> entries, String numbers, AuditSpans spans)
            throws SQLException {
        try (var number = connection.prepareStatement(numbers);
                var statement = connection.prepareStatement(INSERT_NUMBERED)) {
            number.setInt(1, entries.size());
            try (var given = number.executeQuery()) {
                for (AuditEntry entry : entries) {
                    given.next();
                    bind(statement, entry);
                    statement.setLong(NUMBER, given.getLong(1));
                    spans.note(given.getLong(1), entry.at());
                    statement.addBatch();
                }
            }
            statement.executeBatch();
        }
    }

    private static void bind(PreparedStatement statement, AuditEntry entry) throws SQLException {
        switch (entry) {
            case AuditEntry.Single single -> bind(statement, single.event());
            case AuditEntry.Summary(OrganizationKey _, RefusalSummary summary, CountDelta _) ->
                bind(statement, summary);
        }
        statement.setString(13, entry.detail());
        statement.setLong(ORGANIZATION, entry.organization().number());
    }

    private static void bind(PreparedStatement statement, RefusalSummary summary) throws SQLException {
        statement.setLong(1, summary.to().toEpochMilli());
        statement.setString(2, "summary");
        statement.setString(3, Secrets.generateId());
        statement.setString(4, TokenEventJson.word(summary.outcome()));
        statement.setString(5, "received");
        bind(statement, 6, summary.code().map(RejectionCode::value));
        for (int column = 7; column <= 12; column++) {
            bind(statement, column, Optional.empty());
        }
    }

    private static void bind(PreparedStatement statement, TokenEvent event) throws SQLException {
        statement.setLong(1, event.at().toEpochMilli());
        statement.setString(2, "token");
        statement.setString(3, StorableText.of(event.correlationId().value()));
        statement.setString(4, TokenEventJson.word(event.outcome()));
        statement.setString(5, event.stage());
        bind(statement, 6, event.code().map(RejectionCode::value));
        bind(statement, 7, Optional.empty());
        bind(statement, 8, event.issuer());
        bind(statement, 9, event.application());
        bind(statement, 10, event.clientId());
        bind(statement, 11, event.subject());
        bind(statement, 12, event.tokenId().map(TokenId::value));
    }

    public static void insert(OrganizationConnection connection, AdminEvent event) throws SQLException {
        boolean ofIssuer = event.action().startsWith("trusted_token_issuer");
        boolean ofApplication = event.action().startsWith("application");
        Optional<String> name = Optional.of(event.targetName());
        var spans = new AuditSpans();
        try (var statement = connection.connection().prepareStatement(INSERT_RETURNING)) {
            statement.setLong(1, event.at().toEpochMilli());
            statement.setString(2, "admin");
            statement.setString(3, StorableText.of(event.correlationId().value()));
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
            statement.setLong(ORGANIZATION, connection.organization().number());
            spans.note(inserted(statement), event.at());
        }
        spans.write(connection.connection());
    }

    /** The id of the new event. */
    private static long inserted(PreparedStatement statement) throws SQLException {
        try (var row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static String detail(AdminEvent event) {
        ObjectNode detail = ColumnJson.object()
                .put("target_id", StorableText.of(event.targetId()))
                .put("target_name", StorableText.of(event.targetName()));
        event.author()
                .token()
                .ifPresent(token -> detail.putObject("personal_token")
                        .put("id", StorableText.of(token.id()))
                        .put("name", StorableText.of(token.name())));
        event.before().ifPresent(before -> embed(detail, "before", before));
        event.after().ifPresent(after -> embed(detail, "after", after));
        return ColumnJson.write(detail);
    }

    /** Embeds the value as JSON if it is JSON, otherwise as text, so that the event is recorded in any case. */
    private static void embed(ObjectNode detail, String name, String json) {
        try {
            detail.set(name, ColumnJson.read(json));
        } catch (JacksonException notJson) {
            detail.put(name, StorableText.of(json));
        }
    }

    private static void bind(PreparedStatement statement, int parameter, Optional<String> text) throws SQLException {
        if (text.isPresent()) {
            statement.setString(parameter, shortened(text.get()));
        } else {
            statement.setNull(parameter, Types.VARCHAR);
        }
    }

    /** The text as stored in a column. */
    static String shortened(String text) {
        return StorableText.shortened(text, EventText.LONGEST);
    }
}
