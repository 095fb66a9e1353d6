package dev.countersign.server.store.ledger;

import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jwt.JwtClaims;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.oauth.FamilyId;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.token.RefreshFamily;
import dev.countersign.core.token.RefreshTokens.Lookup;
import dev.countersign.core.token.RefreshTokens.Standing;
import dev.countersign.core.token.TokenLedger.FirstRefreshToken;
import dev.countersign.server.store.column.ColumnJson;
import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.column.Statements;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The tables of refresh tokens and their families, within a transaction. */
public final class RefreshRows {
    private RefreshRows() {}

    static Optional<Lookup.Found> find(OrganizationConnection connection, Sha256 hash) throws SQLException {
        return Statements.first(connection, """
                SELECT f.id, f.issuer_id, f.subject, f.application_id, f.client_id, f.scope, f.audience, f.resource,
                    f.claims, f.issued_at, f.expires_at, f.revoked_at, t.spent_at, f.confirmation
                FROM refresh_tokens t JOIN refresh_families f ON f.id = t.family_id
                WHERE t.organization = :organization AND t.hash = ?""", row -> new Lookup.Found(family(row), standing(row)), hash.bytes());
    }

    private static Standing standing(ResultSet row) throws SQLException {
        if (row.getObject(12) != null) {
            return Standing.REVOKED;
        }
        return row.getObject(13) == null ? Standing.CURRENT : Standing.SPENT;
    }

    private static RefreshFamily family(ResultSet row) throws SQLException {
        return new RefreshFamily(
                new FamilyId(row.getString(1)),
                new IssuerId(row.getString(2)),
                row.getString(3),
                new ApplicationId(row.getString(4)),
                new ClientId(row.getString(5)),
                ScopeSet.parse(row.getString(6)).orElse(ScopeSet.EMPTY),
                texts(row.getString(7)).stream().map(Audience::new).toList(),
                texts(row.getString(8)),
                ColumnJson.claims(row.getString(9)),
                ConfirmationColumn.read(row.getString(14)),
                Instant.ofEpochMilli(row.getLong(10)),
                Instant.ofEpochMilli(row.getLong(11)));
    }

    private static List<String> texts(String json) {
        return ColumnJson.read(json).valueStream().map(JsonNode::stringValue).toList();
    }

    /** Inserts a family and its first refresh token. */
    public static void begin(OrganizationConnection connection, FirstRefreshToken first) throws SQLException {
        RefreshFamily family = first.family();
        Statements.update(
                connection,
                """
                INSERT INTO refresh_families (organization, id, issuer_id, subject, application_id, client_id, scope, audience,
                    resource, claims, issued_at, expires_at, confirmation, issuer_subject)
                VALUES (:organization, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                family.id().value(),
                family.issuer().value(),
                family.subject(),
                family.application().value(),
                family.clientId().value(),
                family.scopes().toString(),
                ColumnJson.array(
                        family.audiences().stream().map(Audience::value).toList()),
                ColumnJson.array(family.resources()),
                new String(JsonText.write(family.claims()), StandardCharsets.UTF_8),
                family.issuedAt(),
                family.expiresAt(),
                Optional.ofNullable(ConfirmationColumn.text(family.confirmation())),
                new JwtClaims(family.claims()).subject());
        insert(connection, first.hash(), family.id(), family.issuedAt());
    }

    static void insert(OrganizationConnection connection, Sha256 hash, FamilyId family, Instant at)
            throws SQLException {
        Statements.update(
                connection,
                "INSERT INTO refresh_tokens (organization, hash, family_id, issued_at) VALUES (:organization, ?, ?, ?)",
                hash.bytes(),
                family.value(),
                at);
    }

    /** Whether the family is valid. It is locked against other changes until the end of the transaction. */
    static boolean hold(OrganizationConnection connection, FamilyId family, Instant at) throws SQLException {
        return isOne(
                connection,
                "UPDATE refresh_families SET refreshed_at = ? WHERE organization = :organization AND id = ? AND revoked_at IS NULL",
                at,
                family.value());
    }

    /** Marks the refresh token as spent; returns whether it was the newest of its family until now. */
    static boolean spend(OrganizationConnection connection, Sha256 hash, Instant at) throws SQLException {
        return isOne(
                connection,
                "UPDATE refresh_tokens SET spent_at = ? WHERE organization = :organization AND hash = ? AND spent_at IS NULL",
                at,
                hash.bytes());
    }

    /** Revokes a family with all its access tokens; returns whether it was valid until now. */
    static boolean revoke(OrganizationConnection connection, FamilyId family, Instant at) throws SQLException {
        boolean was = isOne(
                connection,
                "UPDATE refresh_families SET revoked_at = ? WHERE organization = :organization AND id = ? AND revoked_at IS NULL",
                at,
                family.value());
        Statements.update(
                connection,
                "UPDATE issued_tokens SET revoked_at = ? WHERE organization = :organization AND family_id = ? AND revoked_at IS NULL",
                at,
                family.value());
        return was;
    }

    private static boolean isOne(OrganizationConnection connection, String sql, Object... parameters)
            throws SQLException {
        return Statements.update(connection, sql, parameters) == 1;
    }
}
