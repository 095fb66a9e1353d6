package dev.countersign.server.registry.trust;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.UnmodifiableCopies;
import dev.countersign.core.trust.ApiResource;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.operation.StoreUnavailableException;
import java.util.List;
import java.util.Map;

/** Persistent storage of the trust configuration: the trusted token issuers, the applications and the API resources. */
public interface TrustStore {

    /**
     * Everything in one consistent read; all lists in the order of creation.
     *
     * @throws StoreUnavailableException when the store cannot be read
     */
    Contents load();

    /**
     * Number of all changes so far: one more with every stored commit, by any node.
     *
     * @throws StoreUnavailableException when the store cannot be read
     */
    long version();

    /**
     * Makes all these changes and records the event of each, in one transaction: all of it is on disk on return, or
     * nothing is changed.
     *
     * @throws StoreUnavailableException when the store cannot write; the outcome may then be unknown
     */
    StoreOutcome commit(List<TrustChange> changes);

    /** {@link #commit(List)} for a single change. */
    default StoreOutcome commit(TrustChange change) {
        return commit(List.of(change));
    }

    /**
     * The trust configuration at one moment.
     *
     * @param owners owners of resources defined by files, by id
     */
    record Contents(
            List<TrustedIssuer> issuers,
            List<RegisteredClient> applications,
            List<ApiResource> apiResources,
            Map<String, String> owners) {

        /** Contents without owners. */
        public Contents(
                List<TrustedIssuer> issuers, List<RegisteredClient> applications, List<ApiResource> apiResources) {
            this(issuers, applications, apiResources, Map.of());
        }

        public Contents {
            owners = UnmodifiableCopies.of(owners);
            issuers = List.copyOf(issuers);
            applications = List.copyOf(applications);
            apiResources = List.copyOf(apiResources);
        }
    }
}
