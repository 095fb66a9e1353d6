package dev.countersign.core.keys;

import java.net.URI;

/** Outbound access to an issuer's JWKS endpoint. */
@FunctionalInterface
public interface JwksFetcher {

    /**
     * Fetches a JWK set, once.
     *
     * <p>Returns within a bounded time in any case, uses a bounded amount of memory, follows no redirect, and connects
     * only to addresses that the operator permits. A failure of the network or the issuer is an outcome; an exception
     * means an internal fault.
     */
    FetchOutcome<byte[]> fetch(URI url);

    /**
     * Fetches a JWK set with what its source needs besides the URL; a fetcher that knows nothing of it fetches as from
     * a public URL.
     */
    default FetchOutcome<byte[]> fetch(KeySource.JwksUrl source) {
        return fetch(source.url());
    }

    /**
     * The same, unless a fetch of the same source is under way, whose outcome serves as well: for keys that are due, or
     * that lack one, and not for an administrator who asks for the present set.
     */
    default FetchOutcome<byte[]> fetchOrJoin(KeySource.JwksUrl source) {
        return fetch(source);
    }
}
