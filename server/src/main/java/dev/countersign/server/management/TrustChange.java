package dev.countersign.server.management;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.client.ClientSecret;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.ApiResourceId;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.trust.ApiResource;
import dev.countersign.core.trust.TrustedIssuer;

/** One administrative change, together with the event that goes on record in the same transaction. */
public sealed interface TrustChange {

    /** Who did what; on disk if and only if the change is. */
    AdminEvent event();

    /** A new issuer. */
    record IssuerAdded(TrustedIssuer issuer, AdminEvent event) implements TrustChange {}

    /**
     * An issuer that takes the place of another of the same id, provided that nobody changed it meanwhile.
     *
     * @param before what the change was worked out from
     */
    record IssuerReplaced(TrustedIssuer before, TrustedIssuer after, AdminEvent event) implements TrustChange {
        public IssuerReplaced {
            if (!before.id().equals(after.id())) {
                throw new IllegalArgumentException("an issuer keeps its id");
            }
        }
    }

    /** An issuer that is gone, and the last good JWK set of it. */
    record IssuerRemoved(IssuerId id, AdminEvent event) implements TrustChange {}

    /** A new application with its secrets. */
    record ApplicationAdded(RegisteredClient application, AdminEvent event) implements TrustChange {}

    /**
     * An application that takes the place of another of the same id, provided that nobody changed it meanwhile. Its
     * secrets are no part of this: they stay as they are in the store.
     *
     * @param before what the change was worked out from
     */
    record ApplicationReplaced(RegisteredClient before, RegisteredClient after, AdminEvent event)
            implements TrustChange {
        public ApplicationReplaced {
            if (!before.id().equals(after.id())) {
                throw new IllegalArgumentException("an application keeps its id");
            }
        }
    }

    /** An application that is gone with its secrets. */
    record ApplicationRemoved(ApplicationId id, AdminEvent event) implements TrustChange {}

    /** A further secret of an application. */
    record SecretAdded(ApplicationId application, ClientSecret secret, AdminEvent event) implements TrustChange {}

    /** A secret that is gone. */
    record SecretRemoved(ApplicationId application, String secretId, AdminEvent event) implements TrustChange {}

    /**
     * An issuer, an application or an API resource that is kept in files from now on.
     *
     * @param id of it
     * @param owner the name under which those files are applied
     */
    record OwnerSet(String id, String owner, AdminEvent event) implements TrustChange {}

    /** A new API resource. */
    record ApiResourceAdded(ApiResource resource, AdminEvent event) implements TrustChange {}

    /**
     * An API resource that takes the place of another of the same id, provided that nobody changed it meanwhile.
     *
     * @param before what the change was worked out from
     */
    record ApiResourceReplaced(ApiResource before, ApiResource after, AdminEvent event) implements TrustChange {
        public ApiResourceReplaced {
            if (!before.id().equals(after.id())) {
                throw new IllegalArgumentException("an API resource keeps its id");
            }
        }
    }

    /** An API resource that is gone. */
    record ApiResourceRemoved(ApiResourceId id, AdminEvent event) implements TrustChange {}
}
