package dev.countersign.server.signing;

import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.signing.KeyModule;
import java.util.List;
import java.util.Optional;

/**
 * Place where new signing keys are generated.
 *
 * @param offered algorithms with which access tokens can be signed
 * @param module generates and keeps the keys; empty when they are in memory, and encrypted in the store
 */
public record KeyGeneration(List<Algorithm> offered, Optional<KeyModule> module) {
    public static final KeyGeneration IN_MEMORY =
            new KeyGeneration(List.of(Algorithm.RS256, Algorithm.ES256, Algorithm.EDDSA), Optional.empty());

    /** In a module; PKCS#11 in Java has no Ed25519. */
    public static KeyGeneration in(KeyModule module) {
        return new KeyGeneration(List.of(Algorithm.RS256, Algorithm.ES256), Optional.of(module));
    }
}
