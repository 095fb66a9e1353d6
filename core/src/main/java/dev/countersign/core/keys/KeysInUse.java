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
 * An issuer's keys as administrators see them.
 *
 * @param ignored keys that are there and never used, with the reason
 * @param fetchedAt when the issuer was asked for the set; empty for given keys and before the first good answer
 * @param nextFetch when the issuer will be asked again, if its keys are used
 * @param lastError why the last attempt to fetch failed; empty when it succeeded
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

    /** How the set as a whole stands. */
    public enum Standing {
        /** Given by an administrator; never fetched. */
        GIVEN,
        /** Fetched not long ago. */
        FRESH,
        /** The last good set, still serving because no newer one is to be had, or not asked for since. */
        STALE,
        /** Too old to serve. */
        OUTDATED,
        /** No set has been had since the server started, and the last error says why. */
        FAILING,
        /** No set has been asked for since the server started. */
        NOT_FETCHED
    }

    /** Whether a key is used now. */
    public enum KeyState {
        USABLE,
        NOT_YET_VALID,
        EXPIRED,
        OUTDATED
    }

    /**
     * One key.
     *
     * @param label its name for people
     * @param keyId its {@code kid}
     * @param description kind and size
     * @param lastUsed when it last verified an assertion that was accepted, since the server started
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

    /** Why an attempt to fetch failed, and when. */
    public record FetchError(String reason, Instant at) {}

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
