package dev.countersign.core.keys;

import dev.countersign.core.jose.certificate.ClientCertificate;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.VerificationKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The keys of all owners: the owner is named first, and only its own keys are considered (RFC 8725 §3.8). */
public interface VerificationKeys {

    /**
     * The owner's keys that may verify a signature.
     *
     * @param keyId the {@code kid} of the header
     */
    KeyLookup find(KeyOwner owner, Algorithm algorithm, Optional<String> keyId);

    /**
     * The owner's keys that were published with this certificate (RFC 8705 §2.2).
     *
     * @param certificate whose owner is to be authenticated
     */
    default KeyLookup find(KeyOwner owner, ClientCertificate certificate) {
        return new KeyLookup.NotFound(List.of(), Optional.empty());
    }

    /** The keys of this owner only. */
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

    /** Reports that a key verified an accepted assertion. */
    default void used(KeyOwnerId owner, VerificationKey key) {
        // needed only where keys are shown to administrators
    }

    /** Outcome of looking up a key. */
    sealed interface KeyLookup {

        /** The keys to try, in this order; never empty. */
        record Found(List<VerificationKey> candidates) implements KeyLookup {
            public Found {
                candidates = List.copyOf(candidates);
            }
        }

        /**
         * No key with this {@code kid}, or no suitable key.
         *
         * @param published labels of the existing keys
         * @param fetchedAt time at which the set was fetched; empty for configured keys
         */
        record NotFound(List<String> published, Optional<Instant> fetchedAt) implements KeyLookup {
            public NotFound {
                published = List.copyOf(published);
            }
        }

        /** A named key that must not be used with this assertion. */
        record Unusable(String key, String reason) implements KeyLookup {}

        /**
         * Keys at a URL from which none were fetched, because only a registered issuer is contacted.
         *
         * @param reason a clause without a full stop
         */
        record NotFetched(String reason) implements KeyLookup {}

        /** No set of keys is available: it could not be fetched and no older one may still be used. */
        record Unavailable(String lastError, Duration retryAfter) implements KeyLookup {}
    }
}
