package dev.countersign.core.keys;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * The last good JWK set of each issuer, on disk. Any method may throw when the store is out of order; exchanges go on
 * without it.
 */
public interface JwksStore {

    /** The set that was last saved for this issuer and this very URL. */
    Optional<StoredJwks> load(KeyOwnerId issuer, URI url);

    /**
     * Replaces what is kept for the issuer.
     *
     * @param json as {@link dev.countersign.core.jose.jwk.StoredKeySet} writes it; never the bytes that came
     */
    void save(KeyOwnerId issuer, URI url, byte[] json, Instant fetchedAt);

    /**
     * Whether this node may ask the issuer now; then no other does for some seconds. On a store that no other node shares,
     * always.
     */
    default boolean claim(KeyOwnerId issuer, Instant now) {
        return true;
    }

    /** Whether other nodes save sets here, too. */
    default boolean isShared() {
        return false;
    }

    /** Drops whatever is kept for the issuer, under any URL. */
    void delete(KeyOwnerId issuer);
}
