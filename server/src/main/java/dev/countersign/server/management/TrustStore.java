package dev.countersign.server.management;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.UnmodifiableCopies;
import dev.countersign.core.trust.ApiResource;
import dev.countersign.core.trust.TrustedIssuer;
import java.util.List;
import java.util.Map;

/** What this server trusts, on disk: the trusted token issuers, the applications and the API resources. */
public interface TrustStore {

    /**
     * Everything as it is now, in one consistent read; all lists in the order of creation.
     *
     * @throws StoreUnavailableException when the store cannot be read
     */
    Contents load();

    /**
     * Counts the changes that were ever made: one more with every commit that was stored, by whichever node.
     *
     * @throws StoreUnavailableException when the store cannot be read
     */
    long version();

    /**
     * Makes all these changes and records the event of each, in one transaction: all of it is on disk on return, or
     * nothing happened.
     *
     * @throws StoreUnavailableException when the store cannot write; the outcome may then be unknown
     */
    StoreOutcome commit(List<TrustChange> changes);

    /** {@link #commit(List)} for a single change. */
    default StoreOutcome commit(TrustChange change) {
        return commit(List.of(change));
    }

    /**
     * All that is trusted at one moment.
     *
     * @param owners of what is kept in files, by id
     */
    record Contents(
            List<TrustedIssuer> issuers,
            List<RegisteredClient> applications,
            List<ApiResource> apiResources,
            Map<String, String> owners) {

        /** All of it made by hand. */
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
