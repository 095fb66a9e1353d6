package dev.countersign.server.store;

import dev.countersign.core.oauth.ApiResourceId;
import dev.countersign.core.trust.ApiResource;
import dev.countersign.server.management.StoreOutcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** The table of API resources, within a transaction. Every method gives the refusal, or empty when it is done. */
final class ApiResourceTable {
    private final Connection connection;
    private final TakenNames names;

    ApiResourceTable(Connection connection) {
        this.connection = connection;
        this.names = new TakenNames(connection, "api_resources");
    }

    Optional<StoreOutcome> insert(ApiResource resource) throws SQLException {
        Optional<StoreOutcome> duplicate = duplicate(resource, true);
        if (duplicate.isPresent()) {
            return duplicate;
        }
        try (var statement = connection.prepareStatement("""
                INSERT INTO api_resources (name, audience, document, updated_at, id, created_at, version)
                VALUES (?, ?, ?, ?, ?, ?, 1)""")) {
            statement.setString(1, resource.name());
            statement.setString(2, resource.audience().value());
            statement.setString(3, StoredApiResource.write(resource));
            statement.setLong(4, resource.updatedAt().toEpochMilli());
            statement.setString(5, resource.id().value());
            statement.setLong(6, resource.createdAt().toEpochMilli());
            statement.executeUpdate();
        }
        names.put(resource.id().value(), resource.name());
        return Optional.empty();
    }

    Optional<StoreOutcome> replace(ApiResource before, ApiResource after) throws SQLException {
        String id = after.id().value();
        Optional<VersionedDocument> found = VersionedDocument.find(connection, "api_resources", id);
        if (found.isEmpty()) {
            return Optional.of(new StoreOutcome.NotFound(id));
        }
        if (!StoredApiResource.read(found.get().json()).equals(before)) {
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

    private int update(ApiResource resource, long version) throws SQLException {
        try (var statement = connection.prepareStatement("""
                UPDATE api_resources
                SET name = ?, audience = ?, document = ?, updated_at = ?, version = version + 1
                WHERE id = ? AND version = ?""")) {
            statement.setString(1, resource.name());
            statement.setString(2, resource.audience().value());
            statement.setString(3, StoredApiResource.write(resource));
            statement.setLong(4, resource.updatedAt().toEpochMilli());
            statement.setString(5, resource.id().value());
            statement.setLong(6, version);
            names.put(resource.id().value(), resource.name());
            return statement.executeUpdate();
        }
    }

    Optional<StoreOutcome> delete(ApiResourceId id) throws SQLException {
        names.remove(id.value());
        try (var statement = connection.prepareStatement("DELETE FROM api_resources WHERE id = ?")) {
            statement.setString(1, id.value());
            return statement.executeUpdate() == 1
                    ? Optional.empty()
                    : Optional.of(new StoreOutcome.NotFound(id.value()));
        }
    }

    /** @param named as in {@link IssuerTable} */
    private Optional<StoreOutcome> duplicate(ApiResource resource, boolean named) throws SQLException {
        String id = resource.id().value();
        if (named && names.isTaken(resource.name(), id)) {
            return Optional.of(new StoreOutcome.DuplicateName(resource.name()));
        }
        String audience = resource.audience().value();
        if (VersionedDocument.isTaken(connection, "api_resources", "audience", audience, id)) {
            return Optional.of(new StoreOutcome.DuplicateAudience(audience));
        }
        return Optional.empty();
    }
}
