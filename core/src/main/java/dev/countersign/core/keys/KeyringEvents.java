package dev.countersign.core.keys;

/** Whoever counts what happens to the keys of issuers. Must return at once. */
@FunctionalInterface
public interface KeyringEvents {

    /**
     * An issuer's JWKS endpoint was asked.
     *
     * @param outcome as the keyring judged it: an answer that is no JWK set has failed
     */
    void fetched(String issuerName, FetchOutcome outcome);

    /** An issuer published private or symmetric keys, so many in one set: whoever reads it could sign as the issuer. */
    default void secretsPublished(String issuerName, int keys) {}
}
