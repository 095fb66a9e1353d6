package dev.countersign.core.keys;

/** Listener for events of issuers' keys, for the metrics. Its methods must not block. */
@FunctionalInterface
public interface KeyringEvents {

    /**
     * An issuer's JWKS endpoint was contacted.
     *
     * @param outcome as classified by the keyring: a response that is not a JWK set has failed
     */
    void fetched(String issuerName, FetchOutcome outcome);

    /**
     * An issuer published private or symmetric keys, with their number: any reader of the set can sign as the issuer.
     */
    default void secretsPublished(String issuerName, int keys) {}
}
