package dev.countersign.server.store.ledger;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.oauth.TokenId;
import dev.countersign.core.token.IssuedToken;
import dev.countersign.core.token.TokenRecords;
import dev.countersign.server.insight.RevokedTokens;
import dev.countersign.server.operation.StoreUnavailableException;
import dev.countersign.server.store.audit.AuditRows;
import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.column.Statements;
import dev.countersign.server.store.database.OrganizationStore;
import dev.countersign.server.store.database.OrganizationWork;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/** The records of issued access tokens in the database. */
public record SqlTokenRecords(OrganizationStore store) implements TokenRecords, RevokedTokens {
    private static final System.Logger LOG = System.getLogger(SqlTokenRecords.class.getName());

    /** Families of refresh tokens first: a concurrent refresh ends before the access tokens are selected. */
    private static final List<String> TABLES = List.of("refresh_families", "issued_tokens");

    @Override
    public Lookup find(TokenId id) {
        return find(connection -> TokenRows.find(connection, id));
    }

    @Override
    public Lookup find(Sha256 opaque) {
        return find(connection -> TokenRows.find(connection, opaque));
    }

    private Lookup find(OrganizationWork<Optional<TokenRows.Row>> work) {
        try {
            return store.read(work)
                    .<Lookup>map(row -> new Lookup.Found(row.token(), row.revoked()))
                    .orElseGet(Lookup.None::new);
        } catch (StoreUnavailableException gone) {
            LOG.log(System.Logger.Level.WARNING, "The record of a token cannot be looked up", gone);
            return new Lookup.Unavailable(gone.retryAfter());
        }
    }

    @Override
    public Revoking revoke(IssuedToken token, Revocation revocation) {
        var event = new AdminEvent(
                revocation.at(),
                revocation.correlationId(),
                revocation.by().value(),
                "access_token.revoked",
                token.id().value(),
                token.subject(),
                Optional.empty(),
                Optional.empty());
        try {
            store.write(connection -> TokenRows.revoke(connection, token.id(), revocation.at(), event));
            return new Revoking.Done();
        } catch (StoreUnavailableException gone) {
            LOG.log(System.Logger.Level.WARNING, "A token could not be revoked", gone);
            return new Revoking.Unavailable(gone.retryAfter());
        }
    }

    @Override
    public long revoke(Whose whose, Instant now, LongFunction<AdminEvent> event) {
        return store.write(connection -> {
            long revoked = 0;
            for (String table : TABLES) {
                revoked += revoke(connection, table, whose, now);
            }
            AuditRows.insert(connection, event.apply(revoked));
            return revoked;
        });
    }

    private static long revoke(OrganizationConnection connection, String table, Whose whose, Instant now)
            throws SQLException {
        return Statements.update(
                connection,
                "UPDATE " + table + " SET revoked_at = ?"
                        + " WHERE organization = :organization AND expires_at > ? AND revoked_at IS NULL AND "
                        + column(whose) + " = ?",
                now,
                now,
                value(whose));
    }

    private static String column(Whose whose) {
        return switch (whose) {
            case Whose.OfIssuer _ -> "issuer_id";
            case Whose.OfApplication _ -> "application_id";
            case Whose.OfSubject _ -> "subject";
        };
    }

    private static String value(Whose whose) {
        return switch (whose) {
            case Whose.OfIssuer(var issuer) -> issuer.value();
            case Whose.OfApplication(var application) -> application.value();
            case Whose.OfSubject(var subject) -> subject;
        };
    }
}
