package dev.countersign.server.store.ledger;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.token.RefreshFamily;
import dev.countersign.core.token.RefreshTokens;
import dev.countersign.core.token.TokenRecords.Revocation;
import dev.countersign.core.token.TokenRecords.Revoking;
import dev.countersign.server.operation.StoreUnavailableException;
import dev.countersign.server.store.audit.AuditRows;
import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.database.OrganizationStore;
import java.sql.SQLException;
import java.util.Optional;

/** The records of refresh tokens in the database. */
public record SqlRefreshTokens(OrganizationStore store) implements RefreshTokens {
    private static final System.Logger LOG = System.getLogger(SqlRefreshTokens.class.getName());

    @Override
    public Lookup find(Sha256 hash) {
        try {
            Optional<Lookup.Found> found = store.read(connection -> RefreshRows.find(connection, hash));
            return found.isPresent() ? found.get() : new Lookup.None();
        } catch (StoreUnavailableException gone) {
            LOG.log(System.Logger.Level.WARNING, "The record of a refresh token cannot be looked up", gone);
            return new Lookup.Unavailable(gone.retryAfter());
        }
    }

    @Override
    public Rotation rotate(Exchange exchange) {
        try {
            return store.write(connection -> rotate(connection, exchange));
        } catch (StoreUnavailableException gone) {
            LOG.log(System.Logger.Level.WARNING, "A refresh token could not be exchanged", gone);
            return new Rotation.Unavailable(gone.retryAfter());
        }
    }

    /** A request that is itself a replay, because of its client assertion, does not affect the family. */
    private Rotation rotate(OrganizationConnection connection, Exchange exchange) throws SQLException {
        RefreshFamily family = exchange.family();
        if (!RefreshRows.hold(connection, family.id(), exchange.at())) {
            return new Rotation.NotCurrent(Standing.REVOKED);
        }
        if (!exchange.replayKeys().isEmpty()) {
            var replayed = OrganizationReplayKeys.spend(store, connection, exchange.replayKeys());
            if (replayed.isPresent()) {
                return new Rotation.Replayed(replayed.get());
            }
        }
        if (!RefreshRows.spend(connection, exchange.spent(), exchange.at())) {
            var revocation = new Revocation(family.clientId(), exchange.correlationId(), exchange.at());
            revoke(connection, family, Cause.REUSED, revocation);
            return new Rotation.NotCurrent(Standing.SPENT);
        }
        RefreshRows.insert(connection, exchange.next(), family.id(), exchange.at());
        try (var insertion = TokenRows.insertion(connection.connection())) {
            TokenRows.insert(insertion, store.key(), exchange.token(), Optional.of(family.id()));
        }
        return new Rotation.Rotated();
    }

    @Override
    public Revoking revoke(RefreshFamily family, Cause cause, Revocation revocation) {
        try {
            store.write(connection -> revoke(connection, family, cause, revocation));
            return new Revoking.Done();
        } catch (StoreUnavailableException gone) {
            LOG.log(System.Logger.Level.WARNING, "A refresh token could not be revoked", gone);
            return new Revoking.Unavailable(gone.retryAfter());
        }
    }

    private static boolean revoke(
            OrganizationConnection connection, RefreshFamily family, Cause cause, Revocation revocation)
            throws SQLException {
        boolean first = RefreshRows.revoke(connection, family.id(), revocation.at());
        if (first) {
            AuditRows.insert(connection, event(family, cause, revocation));
        }
        return first;
    }

    private static AdminEvent event(RefreshFamily family, Cause cause, Revocation revocation) {
        return new AdminEvent(
                revocation.at(),
                revocation.correlationId(),
                revocation.by().value(),
                switch (cause) {
                    case GIVEN_BACK -> "refresh_token.revoked";
                    case REUSED -> "refresh_token.reused";
                },
                family.id().value(),
                family.subject(),
                Optional.empty(),
                Optional.empty());
    }
}
