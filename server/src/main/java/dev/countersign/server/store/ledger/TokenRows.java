package dev.countersign.server.store.ledger;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.oauth.FamilyId;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.oauth.TokenId;
import dev.countersign.core.token.IssuedToken;
import dev.countersign.core.token.IssuerSubject;
import dev.countersign.core.token.TokenForm;
import dev.countersign.server.store.audit.AuditRows;
import dev.countersign.server.store.column.ColumnJson;
import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.column.OrganizationKey;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The table of issued access tokens, within a transaction. */
public final class TokenRows {
    private static final String SELECT = """
            SELECT token_id, issuer_id, subject, application_id, client_id, scope, audience, issued_at, expires_at,
                opaque_hash, claims, revoked_at, confirmation, issuer_subject, exchanged_from, delegation FROM issued_tokens
            WHERE organization = :organization AND\s""";

    /** The number of revoked tokens among those of a lineage, and of those that were issued for no other token. */
    private static final String LINEAGE = """
            WITH RECURSIVE lineage (exchanged_from, revoked_at) AS (
                SELECT exchanged_from, revoked_at FROM issued_tokens
                WHERE organization = :organization AND token_id = ?
                UNION ALL
                SELECT origin.exchanged_from, origin.revoked_at
                FROM lineage JOIN issued_tokens AS origin ON origin.token_id = lineage.exchanged_from
                WHERE origin.organization = :organization)
            SELECT COUNT(revoked_at), COUNT(*) - COUNT(exchanged_from) FROM lineage""";

    private TokenRows() {}

    /** A token and whether it was revoked. */
    record Row(IssuedToken token, boolean revoked) {}

    public static PreparedStatement insertion(Connection connection) throws SQLException {
        return connection.prepareStatement("""
                INSERT INTO issued_tokens (token_id, issuer_id, subject, application_id, client_id, scope, audience,
                    issued_at, expires_at, opaque_hash, claims, family_id, confirmation, issuer_subject,
                    exchanged_from, delegation, organization)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""");
    }

    /**
     * Fills in the row of a token.
     *
     * @param family of refresh tokens that the token belongs to
     */
    public static void insert(
            PreparedStatement statement, OrganizationKey organization, IssuedToken token, Optional<FamilyId> family)
            throws SQLException {
        statement.setString(1, token.id().value());
        statement.setString(2, token.issuer().map(IssuerId::value).orElse(null));
        statement.setString(3, token.subject());
        statement.setString(4, token.application().value());
        statement.setString(5, token.clientId().value());
        statement.setString(6, token.scopes().toString());
        statement.setString(
                7,
                ColumnJson.array(token.audiences().stream().map(Audience::value).toList()));
        statement.setLong(8, token.issuedAt().toEpochMilli());
        statement.setLong(9, token.expiresAt().toEpochMilli());
        switch (token.form()) {
            case TokenForm.Jwt() -> {
                statement.setBytes(10, null);
                statement.setString(11, null);
            }
            case TokenForm.Opaque(Sha256 hash, Map<String, Object> claims) -> {
                statement.setBytes(10, hash.bytes());
                statement.setString(11, new String(JsonText.write(claims), StandardCharsets.UTF_8));
            }
        }
        statement.setString(12, family.map(FamilyId::value).orElse(null));
        statement.setString(13, ConfirmationColumn.text(token.confirmation()));
        statement.setString(
                14, token.issuerSubject().map(IssuerSubject::subject).orElse(null));
        statement.setString(15, token.derivation().from().map(TokenId::value).orElse(null));
        statement.setString(16, DelegationColumn.text(token.derivation()));
        statement.setLong(17, organization.number());
        statement.executeUpdate();
    }

    static Optional<Row> find(OrganizationConnection connection, TokenId id) throws SQLException {
        try (var statement = connection.prepare(SELECT + "token_id = ?")) {
            statement.setString(1, id.value());
            return read(connection, statement);
        }
    }

    static Optional<Row> find(OrganizationConnection connection, Sha256 opaque) throws SQLException {
        try (var statement = connection.prepare(SELECT + "opaque_hash = ?")) {
            statement.setBytes(1, opaque.bytes());
            return read(connection, statement);
        }
    }

    private static Optional<Row> read(OrganizationConnection connection, PreparedStatement statement)
            throws SQLException {
        try (var rows = statement.executeQuery()) {
            if (!rows.next()) {
                return Optional.empty();
            }
            boolean revoked = rows.getObject(12) != null;
            IssuedToken token = token(rows);
            Optional<TokenId> from = token.derivation().from();
            return Optional.of(new Row(token, revoked || (from.isPresent() && !isWhole(connection, from.get()))));
        }
    }

    /**
     * Whether the token and all that it descends from are on record and not revoked. A token expires no later than the one
     * it was exchanged from, so that the records of these are deleted no earlier.
     */
    private static boolean isWhole(OrganizationConnection connection, TokenId id) throws SQLException {
        try (var statement = connection.prepare(LINEAGE)) {
            statement.setString(1, id.value());
            try (var counts = statement.executeQuery()) {
                counts.next();
                return counts.getLong(1) == 0 && counts.getLong(2) == 1;
            }
        }
    }

    private static IssuedToken token(ResultSet row) throws SQLException {
        Optional<IssuerId> issuer = Optional.ofNullable(row.getString(2)).map(IssuerId::new);
        Optional<String> sub = Optional.ofNullable(row.getString(14));
        return new IssuedToken(
                new TokenId(row.getString(1)),
                issuer,
                row.getString(3),
                issuer.flatMap(id -> sub.map(subject -> new IssuerSubject(id, subject))),
                new ApplicationId(row.getString(4)),
                new ClientId(row.getString(5)),
                ScopeSet.parse(row.getString(6)).orElse(ScopeSet.EMPTY),
                ColumnJson.read(row.getString(7))
                        .valueStream()
                        .map(JsonNode::stringValue)
                        .map(Audience::new)
                        .toList(),
                ConfirmationColumn.read(row.getString(13)),
                Instant.ofEpochMilli(row.getLong(8)),
                Instant.ofEpochMilli(row.getLong(9)),
                form(row),
                DelegationColumn.read(row.getString(15), row.getString(16)));
    }

    private static TokenForm form(ResultSet row) throws SQLException {
        byte[] hash = row.getBytes(10);
        return hash == null
                ? new TokenForm.Jwt()
                : new TokenForm.Opaque(Sha256.fromBytes(hash), ColumnJson.claims(row.getString(11)));
    }

    /** Revokes a token; returns whether it was valid until now. */
    static boolean revoke(OrganizationConnection connection, TokenId id, Instant at, AdminEvent event)
            throws SQLException {
        try (var statement = connection.prepare(
                "UPDATE issued_tokens SET revoked_at = ? WHERE organization = :organization AND token_id = ? AND revoked_at IS NULL")) {
            statement.setLong(1, at.toEpochMilli());
            statement.setString(2, id.value());
            boolean first = statement.executeUpdate() == 1;
            if (first) {
                AuditRows.insert(connection, event);
            }
            return first;
        }
    }
}
