package dev.countersign.core.keys;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * Storage of the last good JWK set of each issuer. Any method may throw when the store is unavailable; exchanges
 * continue without it.
 */
public interface JwksStore {

    /** The set last saved for this issuer and exactly this URL. */
    Optional<StoredJwks> load(KeyOwnerId issuer, URI url);

    /**
     * Replaces the stored set of the issuer.
     *
     * @param json as written by {@link dev.countersign.core.jose.jwk.StoredKeySet}; never the received bytes
     */
    void save(KeyOwnerId issuer, URI url, byte[] json, Instant fetchedAt);

    /**
     * Whether this node may fetch from the issuer now; then no other node does for some seconds. Always true for a
     * store without other nodes.
     */
    default boolean claim(KeyOwnerId issuer, Instant now) {
        return true;
    }

    /** Whether other nodes save sets in this store too. */
    default boolean isShared() {
        return false;
    }

    /** Deletes all stored sets of the issuer, for any URL. */
    void delete(KeyOwnerId issuer);
}
