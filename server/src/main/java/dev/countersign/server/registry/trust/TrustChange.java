package dev.countersign.server.registry.trust;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.client.ClientSecret;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.ApiResourceId;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.trust.ApiResource;
import dev.countersign.core.trust.TrustedIssuer;

/** One administrative change, together with the audit event recorded in the same transaction. */
public sealed interface TrustChange {

    /** The audit event; on disk if and only if the change is. */
    AdminEvent event();

    /** A new issuer. */
    record IssuerAdded(TrustedIssuer issuer, AdminEvent event) implements TrustChange {}

    /**
     * Replacement of an issuer by another with the same id, if it was not changed meanwhile.
     *
     * @param before the issuer that the change is based on
     */
    record IssuerReplaced(TrustedIssuer before, TrustedIssuer after, AdminEvent event) implements TrustChange {
        public IssuerReplaced {
            if (!before.id().equals(after.id())) {
                throw new IllegalArgumentException("an issuer keeps its id");
            }
        }
    }

    /** Removal of an issuer and of its last good JWK set. */
    record IssuerRemoved(IssuerId id, AdminEvent event) implements TrustChange {}

    /** A new application with its secrets. */
    record ApplicationAdded(RegisteredClient application, AdminEvent event) implements TrustChange {}

    /**
     * Replacement of an application by another with the same id, if it was not changed meanwhile. Its secrets in the
     * store are not affected.
     *
     * @param before the application that the change is based on
     */
    record ApplicationReplaced(RegisteredClient before, RegisteredClient after, AdminEvent event)
            implements TrustChange {
        public ApplicationReplaced {
            if (!before.id().equals(after.id())) {
                throw new IllegalArgumentException("an application keeps its id");
            }
        }
    }

    /** Removal of an application with its secrets. */
    record ApplicationRemoved(ApplicationId id, AdminEvent event) implements TrustChange {}

    /** A further secret of an application. */
    record SecretAdded(ApplicationId application, ClientSecret secret, AdminEvent event) implements TrustChange {}

    /** Removal of a secret. */
    record SecretRemoved(ApplicationId application, String secretId, AdminEvent event) implements TrustChange {}

    /**
     * Transfer of an issuer, an application or an API resource to an owner of files.
     *
     * @param id its id
     * @param owner the name under which the files are applied
     */
    record OwnerSet(String id, String owner, AdminEvent event) implements TrustChange {}

    /** A new API resource. */
    record ApiResourceAdded(ApiResource resource, AdminEvent event) implements TrustChange {}

    /**
     * Replacement of an API resource by another with the same id, if it was not changed meanwhile.
     *
     * @param before the API resource that the change is based on
     */
    record ApiResourceReplaced(ApiResource before, ApiResource after, AdminEvent event) implements TrustChange {
        public ApiResourceReplaced {
            if (!before.id().equals(after.id())) {
                throw new IllegalArgumentException("an API resource keeps its id");
            }
        }
    }

    /** Removal of an API resource. */
    record ApiResourceRemoved(ApiResourceId id, AdminEvent event) implements TrustChange {}
}
