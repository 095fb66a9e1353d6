package dev.countersign.server.store.trust;

import dev.countersign.core.client.ClientSecret;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.server.registry.trust.StoreOutcome;
import dev.countersign.server.store.column.ColumnTimes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Rows of the secrets of applications, within a transaction. */
final class SecretRows {
    private SecretRows() {}

    static Optional<StoreOutcome> insert(Connection connection, ApplicationId application, ClientSecret secret)
            throws SQLException {
        if (count(connection, application) >= RegisteredClient.MOST_SECRETS) {
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

    static Optional<StoreOutcome> delete(Connection connection, ApplicationId application, String id)
            throws SQLException {
        try (var statement =
                connection.prepareStatement("DELETE FROM application_secrets WHERE id = ? AND application_id = ?")) {
            statement.setString(1, id);
            statement.setString(2, application.value());
            return statement.executeUpdate() == 1 ? Optional.empty() : Optional.of(new StoreOutcome.NotFound(id));
        }
    }

    private static int count(Connection connection, ApplicationId application) throws SQLException {
        try (var statement =
                connection.prepareStatement("SELECT count(*) FROM application_secrets WHERE application_id = ?")) {
            statement.setString(1, application.value());
            try (var rows = statement.executeQuery()) {
                return rows.next() ? rows.getInt(1) : 0;
            }
        }
    }
}
