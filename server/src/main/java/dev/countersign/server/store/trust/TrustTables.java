package dev.countersign.server.store.trust;

import dev.countersign.core.client.ClientSecret;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.trust.ApiResource;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.registry.kind.ApiResourceFields;
import dev.countersign.server.registry.kind.ApplicationFields;
import dev.countersign.server.registry.kind.IssuerFields;
import dev.countersign.server.registry.trust.StoreOutcome;
import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.keys.JwksRows;
import dev.countersign.server.store.trust.DocumentTable.Columns;
import java.sql.SQLException;
import java.util.Optional;

/** Tables of all registered resources, within a transaction. Every method returns the refusal, or empty on success. */
final class TrustTables {
    private static final Columns<TrustedIssuer> ISSUERS = new Columns<>(
            "trusted_token_issuers",
            "issuer",
            issuer -> issuer.id().value(),
            TrustedIssuer::name,
            issuer -> issuer.issuer().value(),
            IssuerFields.TABLE::stored,
            (json, _) -> IssuerFields.TABLE.ofStored(json),
            TrustedIssuer::createdAt,
            TrustedIssuer::updatedAt,
            StoreOutcome.DuplicateIssuer::new);

    private static final Columns<RegisteredClient> APPLICATIONS = new Columns<>(
            "applications",
            "client_id",
            application -> application.id().value(),
            RegisteredClient::name,
            application -> application.clientId().value(),
            ApplicationFields.TABLE::stored,
            (json, expected) ->
                    ApplicationFields.ofStored(json, expected.credentials().secrets()),
            RegisteredClient::createdAt,
            RegisteredClient::updatedAt,
            StoreOutcome.DuplicateClientId::new);

    private static final Columns<ApiResource> API_RESOURCES = new Columns<>(
            "api_resources",
            "audience",
            resource -> resource.id().value(),
            ApiResource::name,
            resource -> resource.audience().value(),
            ApiResourceFields.TABLE::stored,
            (json, _) -> ApiResourceFields.TABLE.ofStored(json),
            ApiResource::createdAt,
            ApiResource::updatedAt,
            StoreOutcome.DuplicateAudience::new);

    private final OrganizationConnection connection;
    private final DocumentTable<TrustedIssuer> issuers;
    private final DocumentTable<RegisteredClient> applications;
    private final DocumentTable<ApiResource> apiResources;

    TrustTables(OrganizationConnection connection) {
        this.connection = connection;
        this.issuers = new DocumentTable<>(connection, ISSUERS);
        this.applications = new DocumentTable<>(connection, APPLICATIONS);
        this.apiResources = new DocumentTable<>(connection, API_RESOURCES);
    }

    DocumentTable<TrustedIssuer> issuers() {
        return issuers;
    }

    DocumentTable<RegisteredClient> applications() {
        return applications;
    }

    DocumentTable<ApiResource> apiResources() {
        return apiResources;
    }

    /** Replaces an issuer; when its keys change, the last good JWK set of the old keys is deleted. */
    Optional<StoreOutcome> replace(TrustedIssuer before, TrustedIssuer after) throws SQLException {
        Optional<StoreOutcome> refusal = issuers.replace(before, after);
        if (refusal.isEmpty()
                && !before.verification().keys().equals(after.verification().keys())) {
            JwksRows.delete(connection, JwksRows.Owner.ISSUER, after.keyOwner().id());
        }
        return refusal;
    }

    /** Inserts an application with its secrets. */
    Optional<StoreOutcome> insert(RegisteredClient application) throws SQLException {
        Optional<StoreOutcome> refusal = applications.insert(application);
        for (ClientSecret secret : application.credentials().secrets()) {
            if (refusal.isEmpty()) {
                refusal = insertSecret(application.id(), secret);
            }
        }
        return refusal;
    }

    Optional<StoreOutcome> insertSecret(ApplicationId application, ClientSecret secret) throws SQLException {
        if (VersionedDocument.find(connection, APPLICATIONS.table(), application.value())
                .isEmpty()) {
            return Optional.of(new StoreOutcome.NotFound(application.value()));
        }
        return SecretRows.insert(connection, application, secret);
    }
}
