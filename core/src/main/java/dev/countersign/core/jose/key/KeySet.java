package dev.countersign.core.jose.key;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The keys of one issuer or client: a JWK set, or a list of certificates. The keys for a token are selected here, and
 * only among these.
 *
 * @param keys usable keys, in the order of their publication
 * @param ignored unusable keys
 */
public record KeySet(List<VerificationKey> keys, List<IgnoredKey> ignored) {
    /** The most keys tried for a token that names none: each costs a signature check. */
    static final int MAX_TRIES = 10;

    public KeySet {
        keys = List.copyOf(keys);
        ignored = List.copyOf(ignored);
    }

    /**
     * Chooses the keys that are looked for.
     *
     * @param now for the dates of certificates
     */
    public KeySelection select(KeyQuery query, Instant now) {
        return switch (query) {
            case KeyQuery.OfSignature(var algorithm, var keyId) -> select(algorithm, keyId, now);
            case KeyQuery.OfCertificate(var hash, var thumbprint) -> published(hash, thumbprint);
        };
    }

    private KeySelection published(Sha256 certificate, String thumbprint) {
        var published = keys.stream()
                .filter(key ->
                        key.publishedCertificate().filter(certificate::equals).isPresent()
                                && key.thumbprint().equals(thumbprint))
                .toList();
        return published.isEmpty() ? new KeySelection.NotFound() : new KeySelection.Candidates(published);
    }

    /**
     * Chooses the keys that a signature may come from.
     *
     * <p>In a JWK set a {@code kid} names the key and no other key is tried (RFC 7515 §4.1.4). Certificates have no
     * {@code kid}: every suitable and valid certificate is tried, independent of the header.
     *
     * @param algorithm the {@code alg} of the header
     * @param keyId the {@code kid} of the header
     * @param now for the dates of certificates
     */
    public KeySelection select(Algorithm algorithm, Optional<String> keyId, Instant now) {
        if (keys.stream().anyMatch(key -> key.certificate().isPresent())) {
            return amongCertificates(algorithm, now);
        }
        if (keyId.isPresent()) {
            return named(algorithm, keyId.get());
        }
        var fitting = keys.stream()
                .filter(key -> key.algorithms().contains(algorithm))
                .limit(MAX_TRIES)
                .toList();
        return fitting.isEmpty() ? new KeySelection.NotFound() : new KeySelection.Candidates(fitting);
    }

    private KeySelection named(Algorithm algorithm, String keyId) {
        var named = new ArrayList<VerificationKey>(1);
        var fitting = new ArrayList<VerificationKey>(1);
        for (VerificationKey key : keys) {
            if (key.keyId().isPresent() && key.keyId().get().equals(keyId)) {
                named.add(key);
                if (key.algorithms().contains(algorithm) && fitting.size() < MAX_TRIES) {
                    fitting.add(key);
                }
            }
        }
        if (!fitting.isEmpty()) {
            return new KeySelection.Candidates(fitting);
        }
        if (!named.isEmpty()) {
            return unfit(named.getFirst(), algorithm);
        }
        return ignored.stream()
                .filter(key -> key.keyId().filter(keyId::equals).isPresent())
                .findFirst()
                .<KeySelection>map(key -> new KeySelection.Unusable(key.label(), key.reason()))
                .orElseGet(KeySelection.NotFound::new);
    }

    private KeySelection amongCertificates(Algorithm algorithm, Instant now) {
        var fitting = keys.stream()
                .filter(key -> key.algorithms().contains(algorithm))
                .toList();
        if (fitting.isEmpty()) {
            return unfit(keys.getFirst(), algorithm);
        }
        var valid = fitting.stream().filter(key -> expiry(key, now).isEmpty()).toList();
        if (valid.isEmpty()) {
            var key = fitting.getLast();
            return new KeySelection.Unusable(key.label(), expiry(key, now).orElseThrow());
        }
        return new KeySelection.Candidates(valid);
    }

    private static Optional<String> expiry(VerificationKey key, Instant now) {
        return key.certificate().flatMap(details -> details.unusableAt(now));
    }

    private static KeySelection unfit(VerificationKey key, Algorithm algorithm) {
        return new KeySelection.Unusable(
                key.label(), "cannot be used with %s: it is %s".formatted(algorithm, key.description()));
    }
}
