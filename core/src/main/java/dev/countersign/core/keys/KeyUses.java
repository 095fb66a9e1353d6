package dev.countersign.core.keys;

import dev.countersign.core.jose.key.KeySet;
import dev.countersign.core.jose.key.VerificationKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** When each key of an issuer last verified an assertion that was accepted; in memory, since the server started. */
final class KeyUses {
    /** Finer than people look: under load one write a second and key is enough. */
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

    /** Forgets keys that are gone, so that an issuer which changes its keys often takes no memory. */
    void retain(KeySet keys) {
        byThumbprint
                .keySet()
                .retainAll(keys.keys().stream().map(VerificationKey::thumbprint).collect(Collectors.toSet()));
    }
}
