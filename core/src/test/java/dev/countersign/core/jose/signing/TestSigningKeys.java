package dev.countersign.core.jose.signing;

import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.Providers;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Signing keys shared by the tests of this package, because RSA keys take long to generate. */
public final class TestSigningKeys {
    private static final Map<Made, SigningKey> KEYS = new ConcurrentHashMap<>();

    private record Made(Algorithm algorithm, Providers by) {}

    private TestSigningKeys() {}

    public static SigningKey of(Algorithm algorithm, Providers by) {
        return KEYS.computeIfAbsent(
                new Made(algorithm, by), made -> SigningKey.generate(made.algorithm, made.by.provider()));
    }
}
