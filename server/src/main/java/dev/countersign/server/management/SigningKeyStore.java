package dev.countersign.server.management;

import dev.countersign.core.jose.SealedKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Our signing keys on disk, encrypted under the master key. */
public interface SigningKeyStore {

    /**
     * All of them, the oldest first.
     *
     * @throws StoreUnavailableException when the store cannot be read
     */
    List<StoredSigningKey> all();

    /**
     * Adds each key whose algorithm has no key in use yet, in one transaction; whoever comes second adds nothing.
     *
     * @return all keys, as {@link #all} gives them afterwards
     * @throws StoreUnavailableException when the store cannot write
     */
    List<StoredSigningKey> insertIfNone(List<SealedKey> keys, Instant createdAt);

    /**
     * A key as it is kept.
     *
     * @param retiredAt since when it signs no more
     */
    record StoredSigningKey(SealedKey key, Instant createdAt, Optional<Instant> retiredAt) {}
}
