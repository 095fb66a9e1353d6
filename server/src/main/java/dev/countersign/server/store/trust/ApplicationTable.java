package dev.countersign.server.store.trust;

import dev.countersign.core.client.ClientSecret;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.server.management.ApplicationFields;
import dev.countersign.server.management.StoreOutcome;
import dev.countersign.server.store.column.ColumnTimes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The tables of applications and secrets, within a transaction. Every method gives the refusal, or empty when it is done. */
final class ApplicationTable {
    private final Connection connection;
    private final TakenNames names;

    ApplicationTable(Connection connection) {
        this.connection = connection;
        this.names = new TakenNames(connection, "applications");
    }

    Optional<StoreOutcome> insert(RegisteredClient application) throws SQLException {
        Optional<StoreOutcome> duplicate = duplicate(application, true);
        if (duplicate.isPresent()) {
            return duplicate;
        }
        try (var statement = connection.prepareStatement("""
                INSERT INTO applications (name, client_id, document, updated_at, id, created_at, version)
                VALUES (?, ?, ?, ?, ?, ?, 1)""")) {
            statement.setString(1, application.name());
            statement.setString(2, application.clientId().value());
            statement.setString(3, ApplicationFields.TABLE.stored(application));
            statement.setLong(4, application.updatedAt().toEpochMilli());
            statement.setString(5, application.id().value());
            statement.setLong(6, application.createdAt().toEpochMilli());
            statement.executeUpdate();
        }
        names.put(application.id().value(), application.name());
        for (ClientSecret secret : application.secrets()) {
            Optional<StoreOutcome> refusal = insertSecret(application.id(), secret);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    Optional<StoreOutcome> replace(RegisteredClient before, RegisteredClient after) throws SQLException {
        String id = after.id().value();
        Optional<VersionedDocument> found = VersionedDocument.find(connection, "applications", id);
        if (found.isEmpty()) {
            return Optional.of(new StoreOutcome.NotFound(id));
        }
        RegisteredClient stored = ApplicationFields.ofStored(found.get().json(), before.secrets());
        if (!stored.equals(before)) {
            return Optional.of(new StoreOutcome.Conflict(id));
        }
        Optional<StoreOutcome> duplicate = duplicate(after, !before.name().equals(after.name()));
        if (duplicate.isPresent()) {
            return duplicate;
        }
        return update(after, found.get().version()) == 1
                ? Optional.empty()
                : Optional.of(new StoreOutcome.Conflict(id));
    }

    private int update(RegisteredClient application, long version) throws SQLException {
        try (var statement = connection.prepareStatement("""
                UPDATE applications
                SET name = ?, client_id = ?, document = ?, updated_at = ?, version = version + 1
                WHERE id = ? AND version = ?""")) {
            statement.setString(1, application.name());
            statement.setString(2, application.clientId().value());
            statement.setString(3, ApplicationFields.TABLE.stored(application));
            statement.setLong(4, application.updatedAt().toEpochMilli());
            statement.setString(5, application.id().value());
            statement.setLong(6, version);
            names.put(application.id().value(), application.name());
            return statement.executeUpdate();
        }
    }

    /** The secrets go with it; tokens and audit stay. */
    Optional<StoreOutcome> delete(ApplicationId id) throws SQLException {
        names.remove(id.value());
        return deleted("DELETE FROM applications WHERE id = ?", id.value(), List.of(id.value()));
    }

    Optional<StoreOutcome> insertSecret(ApplicationId application, ClientSecret secret) throws SQLException {
        if (VersionedDocument.find(connection, "applications", application.value())
                .isEmpty()) {
            return Optional.of(new StoreOutcome.NotFound(application.value()));
        }
        if (secretsOf(application) >= RegisteredClient.MOST_SECRETS) {
            return Optional.of(new StoreOutcome.TooManySecrets(application.value()));
        }
        try (var statement = connection.prepareStatement("""
                INSERT INTO application_secrets (id, application_id, hash, created_at, expires_at, last_used_at)
                VALUES (?, ?, ?, ?, ?, ?)""")) {
            statement.setString(1, secret.id());
            statement.setString(2, application.value());
            statement.setBytes(3, secret.hash().bytes());
            statement.setLong(4, secret.createdAt().toEpochMilli());
            ColumnTimes.bind(statement, 5, secret.expiresAt());
            ColumnTimes.bind(statement, 6, secret.lastUsedAt());
            statement.executeUpdate();
        }
        return Optional.empty();
    }

    Optional<StoreOutcome> deleteSecret(ApplicationId application, String secretId) throws SQLException {
        return deleted(
                "DELETE FROM application_secrets WHERE id = ? AND application_id = ?",
                secretId,
                List.of(secretId, application.value()));
    }

    private Optional<StoreOutcome> deleted(String sql, String id, List<String> parameters) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.size(); i++) {
                statement.setString(i + 1, parameters.get(i));
            }
            return statement.executeUpdate() == 1 ? Optional.empty() : Optional.of(new StoreOutcome.NotFound(id));
        }
    }

    private int secretsOf(ApplicationId application) throws SQLException {
        try (var statement =
                connection.prepareStatement("SELECT count(*) FROM application_secrets WHERE application_id = ?")) {
            statement.setString(1, application.value());
            try (var rows = statement.executeQuery()) {
                return rows.next() ? rows.getInt(1) : 0;
            }
        }
    }

    /** @param named as in {@link IssuerTable} */
    private Optional<StoreOutcome> duplicate(RegisteredClient application, boolean named) throws SQLException {
        String id = application.id().value();
        if (named && names.isTaken(application.name(), id)) {
            return Optional.of(new StoreOutcome.DuplicateName(application.name()));
        }
        String clientId = application.clientId().value();
        if (VersionedDocument.isTaken(connection, "applications", "client_id", clientId, id)) {
            return Optional.of(new StoreOutcome.DuplicateClientId(clientId));
        }
        return Optional.empty();
    }
}
