package dev.countersign.server.store.trust;

import dev.countersign.core.client.ClientSecret;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.trust.ApiResource;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.registry.kind.ApiResourceFields;
import dev.countersign.server.registry.kind.ApplicationFields;
import dev.countersign.server.registry.kind.IssuerFields;
import dev.countersign.server.registry.trust.TrustStore.Contents;
import dev.countersign.server.store.column.ColumnTimes;
import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.database.Engine;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Rows of everything that is trusted, in the order in which it was registered; ids of one moment stand in that of their bytes. */
public final class TrustRows {
    private TrustRows() {}

    /**
     * Reads everything that an organization trusts.
     *
     * @param collation see {@link Engine#collation}
     */
    public static Contents load(OrganizationConnection connection, String collation) throws SQLException {
        String ofOrganization = " WHERE organization = :organization ORDER BY created_at, id COLLATE " + collation;
        List<TrustedIssuer> issuers = new ArrayList<>();
        try (var statement = connection.prepare("SELECT id, document FROM trusted_token_issuers" + ofOrganization);
                var rows = statement.executeQuery()) {
            while (rows.next()) {
                issuers.add(decoded("trusted token issuer", rows, IssuerFields.TABLE::ofStored));
            }
        }
        Map<String, List<ClientSecret>> secrets = secrets(connection, ofOrganization);
        List<RegisteredClient> applications = new ArrayList<>();
        try (var statement = connection.prepare("SELECT id, document FROM applications" + ofOrganization);
                var rows = statement.executeQuery()) {
            while (rows.next()) {
                List<ClientSecret> own = secrets.getOrDefault(rows.getString(1), List.of());
                applications.add(decoded("application", rows, json -> ApplicationFields.ofStored(json, own)));
            }
        }
        List<ApiResource> apiResources = new ArrayList<>();
        try (var statement = connection.prepare("SELECT id, document FROM api_resources" + ofOrganization);
                var rows = statement.executeQuery()) {
            while (rows.next()) {
                apiResources.add(decoded("API resource", rows, ApiResourceFields.TABLE::ofStored));
            }
        }
        return new Contents(issuers, applications, apiResources, OwnerRows.load(connection));
    }

    private static Map<String, List<ClientSecret>> secrets(OrganizationConnection connection, String ofOrganization)
            throws SQLException {
        Map<String, List<ClientSecret>> secrets = new HashMap<>();
        try (var statement = connection.prepare("SELECT application_id, id, hash, created_at, expires_at, last_used_at"
                        + " FROM application_secrets" + ofOrganization);
                var rows = statement.executeQuery()) {
            while (rows.next()) {
                secrets.computeIfAbsent(rows.getString(1), _ -> new ArrayList<>())
                        .add(new ClientSecret(
                                rows.getString(2),
                                Sha256.fromBytes(rows.getBytes(3)),
                                Instant.ofEpochMilli(rows.getLong(4)),
                                ColumnTimes.read(rows, 5),
                                ColumnTimes.read(rows, 6)));
            }
        }
        return secrets;
    }

    /** A document that cannot be read is a fault: leaving it out could enable what it disables. */
    private static <T> T decoded(String what, ResultSet row, Function<String, T> reader) throws SQLException {
        try {
            return reader.apply(row.getString(2));
        } catch (IllegalArgumentException fault) {
            throw new IllegalStateException(
                    "the stored %s %s cannot be read: %s".formatted(what, row.getString(1), fault.getMessage()), fault);
        }
    }
}
