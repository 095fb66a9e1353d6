package dev.countersign.core.keys;

import java.net.URI;

/** The way out to an issuer's JWKS endpoint. */
@FunctionalInterface
public interface JwksFetcher {

    /**
     * Asks for a JWK set, once.
     *
     * <p>Returns within a bounded time whatever the other side does, holds a bounded amount of memory, follows no
     * redirect, and connects to no address that the operator did not allow. Trouble of the network or of the issuer is
     * an outcome; an exception means a fault of ours.
     */
    FetchOutcome fetch(URI url);
}
