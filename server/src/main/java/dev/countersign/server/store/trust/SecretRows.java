package dev.countersign.server.store.trust;

import dev.countersign.core.client.ClientSecret;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.server.registry.trust.StoreOutcome;
import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.column.Statements;
import java.sql.SQLException;
import java.util.Optional;

/** SQL statements on the table of application secrets, executed within a transaction of the caller. */
final class SecretRows {
    private SecretRows() {}

    static Optional<StoreOutcome> insert(
            OrganizationConnection connection, ApplicationId application, ClientSecret secret) throws SQLException {
        long count = Statements.number(
                connection,
                "SELECT count(*) FROM application_secrets WHERE organization = :organization AND application_id = ?",
                application.value());
        if (count >= RegisteredClient.MOST_SECRETS) {
            return Optional.of(new StoreOutcome.TooManySecrets(application.value()));
        }
        Statements.update(
                connection,
                """
                INSERT INTO application_secrets
                    (organization, id, application_id, hash, created_at, expires_at, last_used_at)
                VALUES (:organization, ?, ?, ?, ?, ?, ?)""",
                secret.id(),
                application.value(),
                secret.hash().bytes(),
                secret.createdAt(),
                secret.expiresAt(),
                secret.lastUsedAt());
        return Optional.empty();
    }

    static Optional<StoreOutcome> delete(OrganizationConnection connection, ApplicationId application, String id)
            throws SQLException {
        int deleted = Statements.update(
                connection,
                "DELETE FROM application_secrets WHERE organization = :organization AND id = ? AND application_id = ?",
                id,
                application.value());
        return deleted == 1 ? Optional.empty() : Optional.of(new StoreOutcome.NotFound(id));
    }
}
