package dev.countersign.server.store;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.client.ClientSecret;
import dev.countersign.core.oauth.ApiResourceId;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.server.management.StoreOutcome;
import dev.countersign.server.management.TrustChange;
import dev.countersign.server.management.TrustStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What is trusted, in the database. */
final class SqlTrustStore implements TrustStore {
    private final StoreWriter writer;
    private final ReadPool readers;

    SqlTrustStore(StoreWriter writer, ReadPool readers) {
        this.writer = writer;
        this.readers = readers;
    }

    @Override
    public Contents load() {
        return readers.read(TrustRows::load);
    }

    @Override
    public StoreOutcome commit(List<TrustChange> changes) {
        List<TrustChange> all = List.copyOf(changes);
        return writer.call(connection -> commit(connection, all), StoreOutcome.Stored.class::isInstance);
    }

    @Override
    public long version() {
        return readers.read(SqlTrustStore::version);
    }

    private static long version(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT version FROM trust_version WHERE id = 1")) {
            if (!rows.next()) {
                throw new SQLException("the table trust_version has lost its row");
            }
            return rows.getLong(1);
        }
    }

    private StoreOutcome commit(Connection connection, List<TrustChange> changes) throws SQLException {
        StoreOutcome outcome = apply(connection, changes);
        if (outcome instanceof StoreOutcome.Stored) {
            try (var statement = connection.createStatement()) {
                statement.executeUpdate("UPDATE trust_version SET version = version + 1 WHERE id = 1");
                Optional<String> announcement = writer.engine().announcement();
                if (announcement.isPresent()) {
                    statement.execute(announcement.get());
                }
            }
        }
        return outcome;
    }

    private static StoreOutcome apply(Connection connection, List<TrustChange> changes) throws SQLException {
        for (TrustChange change : changes) {
            Optional<StoreOutcome> refusal = apply(connection, change);
            if (refusal.isPresent()) {
                return refusal.get();
            }
            AuditRows.insert(connection, change.event());
        }
        return new StoreOutcome.Stored();
    }

    private static Optional<StoreOutcome> apply(Connection connection, TrustChange change) throws SQLException {
        var issuers = new IssuerTable(connection);
        var applications = new ApplicationTable(connection);
        var apiResources = new ApiResourceTable(connection);
        return switch (change) {
            case TrustChange.IssuerAdded(var issuer, AdminEvent _) -> issuers.insert(issuer);
            case TrustChange.IssuerReplaced(var before, var after, AdminEvent _) -> issuers.replace(before, after);
            case TrustChange.IssuerRemoved(IssuerId id, AdminEvent _) -> {
                OwnerRows.delete(connection, id.value());
                CountRows.forget(connection, id.value());
                yield issuers.delete(id);
            }
            case TrustChange.ApplicationAdded(var application, AdminEvent _) -> applications.insert(application);
            case TrustChange.ApplicationReplaced(var before, var after, AdminEvent _) ->
                applications.replace(before, after);
            case TrustChange.ApplicationRemoved(ApplicationId id, AdminEvent _) -> {
                OwnerRows.delete(connection, id.value());
                CountRows.forget(connection, id.value());
                yield applications.delete(id);
            }
            case TrustChange.SecretAdded(ApplicationId id, ClientSecret secret, AdminEvent _) ->
                applications.insertSecret(id, secret);
            case TrustChange.SecretRemoved(ApplicationId id, String secret, AdminEvent _) ->
                applications.deleteSecret(id, secret);
            case TrustChange.ApiResourceAdded(var resource, AdminEvent _) -> apiResources.insert(resource);
            case TrustChange.ApiResourceReplaced(var before, var after, AdminEvent _) ->
                apiResources.replace(before, after);
            case TrustChange.ApiResourceRemoved(ApiResourceId id, AdminEvent _) -> {
                OwnerRows.delete(connection, id.value());
                yield apiResources.delete(id);
            }
            case TrustChange.OwnerSet(String id, String owner, AdminEvent _) -> {
                OwnerRows.put(connection, id, owner);
                yield Optional.empty();
            }
        };
    }
}
