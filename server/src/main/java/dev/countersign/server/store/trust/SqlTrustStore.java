package dev.countersign.server.store.trust;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.client.ClientSecret;
import dev.countersign.core.oauth.ApiResourceId;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.server.operation.StoreUnavailableException;
import dev.countersign.server.registry.trust.StoreOutcome;
import dev.countersign.server.registry.trust.TrustChange;
import dev.countersign.server.registry.trust.TrustStore;
import dev.countersign.server.store.audit.AuditRows;
import dev.countersign.server.store.audit.CountRows;
import dev.countersign.server.store.cluster.NotificationSource;
import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.column.Statements;
import dev.countersign.server.store.database.OrganizationStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Trust configuration in the database. */
public final class SqlTrustStore implements TrustStore {
    private static final Logger LOG = System.getLogger(SqlTrustStore.class.getName());
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final OrganizationStore store;
    /** The newest version read. */
    private final AtomicLong newest = new AtomicLong();

    public SqlTrustStore(OrganizationStore store) {
        this.store = store;
    }

    @Override
    public Contents load() {
        return store.read(
                connection -> TrustRows.load(connection, store.engine().collation()));
    }

    @Override
    public StoreOutcome commit(List<TrustChange> changes) {
        List<TrustChange> all = List.copyOf(changes);
        return store.write(connection -> commit(connection, all), StoreOutcome.Stored.class::isInstance);
    }

    /**
     * A version older than one read or written before comes from a server that is no longer the primary; the
     * connections are then checked against a new one.
     */
    @Override
    public long version() {
        long known = newest.get();
        long version = store.read(SqlTrustStore::version);
        if (version < known && store.engine().notifications().isPresent()) {
            version = reconsidered(store.engine().notifications().get(), version);
        }
        long read = version;
        newest.accumulateAndGet(read, (before, _) -> read < known && before == known ? read : Math.max(before, read));
        return version;
    }

    private long reconsidered(NotificationSource source, long old) {
        try {
            if (source.moves()) {
                return store.read(SqlTrustStore::version);
            }
            LOG.log(Level.WARNING, "The database holds an older trust configuration than before");
            return old;
        } catch (SQLException fault) {
            throw new StoreUnavailableException(RETRY_AFTER, fault);
        }
    }

    private static long version(OrganizationConnection connection) throws SQLException {
        return Statements.number(connection, "SELECT version FROM trust_version WHERE id = :organization");
    }

    private StoreOutcome commit(OrganizationConnection connection, List<TrustChange> changes) throws SQLException {
        StoreOutcome outcome = apply(connection, changes);
        if (outcome instanceof StoreOutcome.Stored) {
            Optional<String> announcement = store.engine().announcement();
            if (announcement.isPresent()) {
                try (var statement = connection.connection().createStatement()) {
                    statement.execute(announcement.get());
                }
            }
        }
        return outcome;
    }

    /**
     * Makes the changes with their events in a transaction, which is to be rolled back unless they are stored. Other nodes
     * are not notified.
     */
    public static StoreOutcome apply(OrganizationConnection connection, List<TrustChange> changes) throws SQLException {
        var tables = new TrustTables(connection);
        for (TrustChange change : changes) {
            Optional<StoreOutcome> refusal = apply(connection, tables, change);
            if (refusal.isPresent()) {
                return refusal.get();
            }
            AuditRows.insert(connection, change.event());
        }
        Statements.update(connection, "UPDATE trust_version SET version = version + 1 WHERE id = :organization");
        return new StoreOutcome.Stored();
    }

    private static Optional<StoreOutcome> apply(
            OrganizationConnection connection, TrustTables tables, TrustChange change) throws SQLException {
        return switch (change) {
            case TrustChange.IssuerAdded(var issuer, AdminEvent _) ->
                tables.issuers().insert(issuer);
            case TrustChange.IssuerReplaced(var before, var after, AdminEvent _) -> tables.replace(before, after);
            case TrustChange.IssuerRemoved(IssuerId id, AdminEvent _) -> {
                CountRows.forget(connection, id.value());
                yield tables.issuers().delete(id.value());
            }
            case TrustChange.ApplicationAdded(var application, AdminEvent _) -> tables.insert(application);
            case TrustChange.ApplicationReplaced(var before, var after, AdminEvent _) ->
                tables.applications().replace(before, after);
            case TrustChange.ApplicationRemoved(ApplicationId id, AdminEvent _) -> {
                CountRows.forget(connection, id.value());
                yield tables.applications().delete(id.value());
            }
            case TrustChange.SecretAdded(ApplicationId id, ClientSecret secret, AdminEvent _) ->
                tables.insertSecret(id, secret);
            case TrustChange.SecretRemoved(ApplicationId id, String secret, AdminEvent _) ->
                SecretRows.delete(connection, id, secret);
            case TrustChange.ApiResourceAdded(var resource, AdminEvent _) ->
                tables.apiResources().insert(resource);
            case TrustChange.ApiResourceReplaced(var before, var after, AdminEvent _) ->
                tables.apiResources().replace(before, after);
            case TrustChange.ApiResourceRemoved(ApiResourceId id, AdminEvent _) ->
                tables.apiResources().delete(id.value());
            case TrustChange.OwnerSet(String id, String owner, AdminEvent _) -> {
                OwnerRows.put(connection, id, owner);
                yield Optional.empty();
            }
        };
    }
}
