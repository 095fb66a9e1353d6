package dev.countersign.core.keys;

import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.CertificateDetails;
import dev.countersign.core.jose.key.IgnoredKey;
import dev.countersign.core.jose.key.KeySet;
import dev.countersign.core.jose.key.VerificationKey;
import dev.countersign.core.oauth.UnmodifiableCopies;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An issuer's keys as shown to administrators.
 *
 * @param ignored keys of the set that are never used, with the reason
 * @param fetchedAt time at which the set was fetched; empty for configured keys and before the first success
 * @param nextFetch time of the next fetch, if the keys are used
 * @param lastError failure of the last fetch; empty when it succeeded
 */
public record KeysInUse(
        Standing standing,
        List<Key> keys,
        List<IgnoredKey> ignored,
        Optional<Instant> fetchedAt,
        Optional<Instant> nextFetch,
        Optional<FetchError> lastError) {

    public KeysInUse {
        keys = List.copyOf(keys);
        ignored = List.copyOf(ignored);
    }

    /** State of the set as a whole. */
    public enum Standing {
        /** Configured by an administrator; never fetched. */
        GIVEN,
        /** Fetched recently. */
        FRESH,
        /** The last good set, still used because no newer one is available, or because none was needed since. */
        STALE,
        /** Too old to be used. */
        OUTDATED,
        /** No set was fetched successfully since the server started; the last error states the reason. */
        FAILING,
        /** No fetch was needed since the server started. */
        NOT_FETCHED
    }

    /** State of a key. */
    public enum KeyState {
        USABLE,
        NOT_YET_VALID,
        EXPIRED,
        OUTDATED
    }

    /**
     * One key.
     *
     * @param label its display name
     * @param keyId its {@code kid}
     * @param description kind and size
     * @param lastUsed time at which it last verified an accepted assertion, since the server started
     */
    public record Key(
            String label,
            Optional<String> keyId,
            String thumbprint,
            String description,
            Set<Algorithm> algorithms,
            KeyState state,
            Optional<CertificateDetails> certificate,
            Optional<Instant> lastUsed) {
        public Key {
            algorithms = UnmodifiableCopies.of(algorithms);
        }
    }

    /**
     * Failure of a fetch.
     *
     * @param at its time
     * @param since the time of the first of the consecutive failures
     */
    public record FetchError(String reason, Instant at, Instant since) {}

    static List<Key> keys(KeySet set, boolean outdated, KeyUses uses, Instant now) {
        return set.keys().stream().map(key -> key(key, outdated, uses, now)).toList();
    }

    private static Key key(VerificationKey key, boolean outdated, KeyUses uses, Instant now) {
        return new Key(
                key.label(),
                key.keyId(),
                key.thumbprint(),
                key.description(),
                key.algorithms(),
                outdated ? KeyState.OUTDATED : state(key, now),
                key.certificate(),
                uses.lastUse(key));
    }

    private static KeyState state(VerificationKey key, Instant now) {
        if (key.certificate()
                .filter(details -> now.isBefore(details.notBefore()))
                .isPresent()) {
            return KeyState.NOT_YET_VALID;
        }
        return key.certificate()
                        .filter(details -> now.isAfter(details.notAfter()))
                        .isPresent()
                ? KeyState.EXPIRED
                : KeyState.USABLE;
    }
}
