package dev.countersign.core.jose;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Signing keys shared by the tests of this package: RSA keys take long to make. */
final class TestSigningKeys {
    private static final Map<Made, SigningKey> KEYS = new ConcurrentHashMap<>();

    private record Made(Algorithm algorithm, Providers by) {}

    private TestSigningKeys() {}

    static SigningKey of(Algorithm algorithm, Providers by) {
        return KEYS.computeIfAbsent(
                new Made(algorithm, by), made -> SigningKey.generate(made.algorithm, made.by.provider()));
    }
}
