package dev.countersign.server.store;

import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.management.StoreOutcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** The table of trusted token issuers, within a transaction. Every method gives the refusal, or empty when it is done. */
final class IssuerTable {
    private final Connection connection;
    private final TakenNames names;

    IssuerTable(Connection connection) {
        this.connection = connection;
        this.names = new TakenNames(connection, "trusted_token_issuers");
    }

    Optional<StoreOutcome> insert(TrustedIssuer issuer) throws SQLException {
        Optional<StoreOutcome> duplicate = duplicate(issuer, true);
        if (duplicate.isPresent()) {
            return duplicate;
        }
        try (var statement = connection.prepareStatement("""
                INSERT INTO trusted_token_issuers (name, issuer, document, updated_at, id, created_at, version)
                VALUES (?, ?, ?, ?, ?, ?, 1)""")) {
            statement.setString(1, issuer.name());
            statement.setString(2, issuer.issuer().value());
            statement.setString(3, StoredIssuer.write(issuer));
            statement.setLong(4, issuer.updatedAt().toEpochMilli());
            statement.setString(5, issuer.id().value());
            statement.setLong(6, issuer.createdAt().toEpochMilli());
            statement.executeUpdate();
        }
        names.put(issuer.id().value(), issuer.name());
        return Optional.empty();
    }

    /** With other keys, the last good JWK set of the old ones goes too. */
    Optional<StoreOutcome> replace(TrustedIssuer before, TrustedIssuer after) throws SQLException {
        String id = after.id().value();
        Optional<VersionedDocument> found = VersionedDocument.find(connection, "trusted_token_issuers", id);
        if (found.isEmpty()) {
            return Optional.of(new StoreOutcome.NotFound(id));
        }
        if (!StoredIssuer.read(found.get().json()).equals(before)) {
            return Optional.of(new StoreOutcome.Conflict(id));
        }
        Optional<StoreOutcome> duplicate = duplicate(after, !before.name().equals(after.name()));
        if (duplicate.isPresent()) {
            return duplicate;
        }
        if (update(after, found.get().version()) == 0) {
            return Optional.of(new StoreOutcome.Conflict(id));
        }
        if (!before.keys().equals(after.keys())) {
            JwksRows.delete(connection, JwksRows.Owner.ISSUER, after.keyOwner().id());
        }
        return Optional.empty();
    }

    private int update(TrustedIssuer issuer, long version) throws SQLException {
        try (var statement = connection.prepareStatement("""
                UPDATE trusted_token_issuers
                SET name = ?, issuer = ?, document = ?, updated_at = ?, version = version + 1
                WHERE id = ? AND version = ?""")) {
            statement.setString(1, issuer.name());
            statement.setString(2, issuer.issuer().value());
            statement.setString(3, StoredIssuer.write(issuer));
            statement.setLong(4, issuer.updatedAt().toEpochMilli());
            statement.setString(5, issuer.id().value());
            statement.setLong(6, version);
            names.put(issuer.id().value(), issuer.name());
            return statement.executeUpdate();
        }
    }

    /** The last good JWK set and the uses of keys go with it; tokens and audit stay. */
    Optional<StoreOutcome> delete(IssuerId id) throws SQLException {
        names.remove(id.value());
        try (var statement = connection.prepareStatement("DELETE FROM trusted_token_issuers WHERE id = ?")) {
            statement.setString(1, id.value());
            return statement.executeUpdate() == 1
                    ? Optional.empty()
                    : Optional.of(new StoreOutcome.NotFound(id.value()));
        }
    }

    /** @param named whether the name is new; one that is kept may be like another from before that was a fault */
    private Optional<StoreOutcome> duplicate(TrustedIssuer issuer, boolean named) throws SQLException {
        String id = issuer.id().value();
        if (named && names.isTaken(issuer.name(), id)) {
            return Optional.of(new StoreOutcome.DuplicateName(issuer.name()));
        }
        String value = issuer.issuer().value();
        if (VersionedDocument.isTaken(connection, "trusted_token_issuers", "issuer", value, id)) {
            return Optional.of(new StoreOutcome.DuplicateIssuer(value));
        }
        return Optional.empty();
    }
}
