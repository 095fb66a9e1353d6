package dev.countersign.core.keys;

/** Counter of what happens to the keys of issuers; every method returns at once. */
@FunctionalInterface
public interface KeyringEvents {

    /** An issuer's JWKS endpoint was contacted. */
    void fetched(String issuerName, FetchOutcome<?> outcome);

    /** An issuer published private or symmetric keys, so many in one set: any reader of it could sign as the issuer. */
    default void secretsPublished(String issuerName, int keys) {}
}
