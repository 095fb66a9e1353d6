package dev.countersign.server.management;

import dev.countersign.core.jose.Algorithm;
import dev.countersign.core.jose.MasterKey;
import dev.countersign.core.jose.SealedKey;
import dev.countersign.core.jose.SigningKey;
import dev.countersign.core.token.SigningKeys;
import dev.countersign.server.management.SigningKeyStore.StoredSigningKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Our signing keys, opened: one for each algorithm an application may choose, made at the first start. */
public final class SigningKeyRing implements SigningKeys {
    /** What our access tokens can be signed with. */
    private static final List<Algorithm> OFFERED = List.of(Algorithm.RS256, Algorithm.ES256, Algorithm.EDDSA);

    private final Map<Algorithm, SigningKey> active;
    private final List<SigningKey> published;

    private SigningKeyRing(Map<Algorithm, SigningKey> active, List<SigningKey> published) {
        this.active = active;
        this.published = List.copyOf(published);
    }

    /**
     * Opens the stored keys, and makes those that are missing.
     *
     * @throws dev.countersign.core.jose.UnsealingException when a stored key was sealed under another master key
     * @throws StoreUnavailableException when the store does not answer
     */
    public static SigningKeyRing open(SigningKeyStore store, MasterKey masterKey, Instant now) {
        List<StoredSigningKey> stored = store.all();
        List<SealedKey> missing = OFFERED.stream()
                .filter(algorithm -> stored.stream().noneMatch(key -> signs(key, algorithm)))
                .map(algorithm -> SigningKey.generate(algorithm).seal(masterKey))
                .toList();
        // Another process may have been faster; what the store says afterwards is right.
        return of(missing.isEmpty() ? stored : store.insertIfNone(missing, now), masterKey);
    }

    private static SigningKeyRing of(List<StoredSigningKey> stored, MasterKey masterKey) {
        Map<Algorithm, SigningKey> active = new EnumMap<>(Algorithm.class);
        List<SigningKey> published = new ArrayList<>();
        for (StoredSigningKey key : stored) {
            SigningKey opened = SigningKey.open(key.key(), masterKey);
            published.add(opened);
            if (key.retiredAt().isEmpty()) {
                active.put(opened.algorithm(), opened);
            }
        }
        return new SigningKeyRing(active, published);
    }

    private static boolean signs(StoredSigningKey key, Algorithm algorithm) {
        return key.retiredAt().isEmpty() && key.key().algorithm() == algorithm;
    }

    @Override
    public SigningKey active(Algorithm algorithm) {
        SigningKey key = active.get(algorithm);
        if (key == null) {
            throw new IllegalStateException("there is no signing key for " + algorithm.value());
        }
        return key;
    }

    @Override
    public List<SigningKey> published() {
        return published;
    }
}
