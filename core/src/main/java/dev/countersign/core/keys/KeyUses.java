package dev.countersign.core.keys;

import dev.countersign.core.jose.key.KeySet;
import dev.countersign.core.jose.key.VerificationKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Times at which each key of an issuer last verified an accepted assertion; in memory, since the server started. */
final class KeyUses {
    /** Precision of these times: under load one write per second and key is sufficient. */
    private static final Duration GRAIN = Duration.ofSeconds(1);

    private final Map<String, Instant> byThumbprint = new ConcurrentHashMap<>();

    void note(VerificationKey key, Instant now) {
        Instant last = byThumbprint.get(key.thumbprint());
        if (last == null || !KeyLifetimes.within(GRAIN, last, now)) {
            byThumbprint.put(key.thumbprint(), now);
        }
    }

    Optional<Instant> lastUse(VerificationKey key) {
        return Optional.ofNullable(byThumbprint.get(key.thumbprint()));
    }

    /** Removes entries of removed keys, so that an issuer which changes its keys often does not use up memory. */
    void retain(KeySet keys) {
        byThumbprint
                .keySet()
                .retainAll(keys.keys().stream().map(VerificationKey::thumbprint).collect(Collectors.toSet()));
    }
}
