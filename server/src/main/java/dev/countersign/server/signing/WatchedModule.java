package dev.countersign.server.signing;

import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.signing.KeyModule;
import dev.countersign.core.jose.signing.SigningUnavailableException;
import java.lang.System.Logger.Level;
import java.security.PublicKey;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A module, and the keys that failed when they were used last. A key that was not used because of overload has not failed. */
final class WatchedModule implements KeyModule {
    private static final System.Logger LOG = System.getLogger(WatchedModule.class.getName());

    private final KeyModule module;
    private final Map<String, String> failures = new ConcurrentHashMap<>();

    WatchedModule(KeyModule module) {
        this.module = module;
    }

    /** The reason why this key does not sign, as a clause. */
    Optional<String> failure(String keyId) {
        return Optional.ofNullable(failures.get(keyId));
    }

    boolean hasFailures() {
        return !failures.isEmpty();
    }

    /** Forgets keys that sign no more. */
    void retain(Collection<String> keyIds) {
        failures.keySet().retainAll(keyIds);
    }

    @Override
    public PublicKey generate(Algorithm algorithm) {
        return module.generate(algorithm);
    }

    @Override
    public void name(PublicKey key, String keyId) {
        module.name(key, keyId);
    }

    @Override
    public byte[] sign(String keyId, Algorithm algorithm, byte[] input) {
        try {
            byte[] signature = module.sign(keyId, algorithm, input);
            if (failures.remove(keyId) != null) {
                LOG.log(Level.INFO, "The signing key {0} can be used again", keyId);
            }
            return signature;
        } catch (SigningUnavailableException unavailable) {
            if (unavailable.isOverload()) {
                throw unavailable;
            }
            if (failures.put(keyId, unavailable.reason()) == null) {
                LOG.log(
                        Level.ERROR,
                        "The signing key " + keyId + " cannot be used: " + unavailable.reason(),
                        unavailable);
            }
            throw unavailable;
        }
    }

    @Override
    public void delete(String keyId) {
        module.delete(keyId);
    }
}
