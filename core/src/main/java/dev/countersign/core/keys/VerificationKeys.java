package dev.countersign.core.keys;

import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.VerificationKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The keys of all owners: an owner is named first, and only its own keys are ever looked at (RFC 8725 §3.8). */
public interface VerificationKeys {

    /**
     * The owner's keys that may verify a signature.
     *
     * @param keyId the {@code kid} of the header
     */
    KeyLookup find(KeyOwner owner, Algorithm algorithm, Optional<String> keyId);

    /** The keys of this owner alone. */
    default SignerKeys of(KeyOwner owner) {
        return new SignerKeys() {
            @Override
            public String name() {
                return owner.name();
            }

            @Override
            public KeyLookup find(Algorithm algorithm, Optional<String> keyId) {
                return VerificationKeys.this.find(owner, algorithm, keyId);
            }
        };
    }

    /** Takes note that a key verified an assertion which was then accepted. */
    default void used(KeyOwnerId owner, VerificationKey key) {
        // what shows keys to administrators needs to know, and nothing else
    }

    /** What came of looking for a key. */
    sealed interface KeyLookup {

        /** The keys to try, in this order; never empty. */
        record Found(List<VerificationKey> candidates) implements KeyLookup {
            public Found {
                candidates = List.copyOf(candidates);
            }
        }

        /**
         * No key with this {@code kid}, or none that fits.
         *
         * @param published labels of the keys that are there
         * @param fetchedAt when the set was fetched; empty for keys an administrator gave
         */
        record NotFound(List<String> published, Optional<Instant> fetchedAt) implements KeyLookup {
            public NotFound {
                published = List.copyOf(published);
            }
        }

        /** A key that was named and may not be used with this assertion. */
        record Unusable(String key, String reason) implements KeyLookup {}

        /** No set of keys is to be had: it could not be fetched and no older one may still serve. */
        record Unavailable(String lastError, Duration retryAfter) implements KeyLookup {}
    }
}
