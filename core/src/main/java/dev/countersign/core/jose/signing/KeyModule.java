package dev.countersign.core.jose.signing;

import dev.countersign.core.jose.key.Algorithm;
import java.security.PublicKey;

/** Port to a module that generates signing keys, signs with them, and never gives them away. */
public interface KeyModule {

    /** Module of a server that has none: the keys of an earlier one verify, and do not sign. */
    KeyModule NONE = new KeyModule() {
        @Override
        public PublicKey generate(Algorithm algorithm) {
            throw new SigningUnavailableException("no module is configured");
        }

        @Override
        public void name(PublicKey key, String keyId) {
            throw new SigningUnavailableException("no module is configured");
        }

        @Override
        public byte[] sign(String keyId, Algorithm algorithm, byte[] input) {
            throw new SigningUnavailableException("the key %s is in a module, and none is configured".formatted(keyId));
        }

        @Override
        public void delete(String keyId) {
            throw new SigningUnavailableException("no module is configured");
        }
    };

    /**
     * Generates a key pair that stays in the module, and returns its public part. It is found again only once it has a
     * {@linkplain #name name}.
     *
     * @throws SigningUnavailableException when the module does not generate one
     */
    PublicKey generate(Algorithm algorithm);

    /**
     * Names a key that was generated just now.
     *
     * @throws SigningUnavailableException when the module does not take the name
     */
    void name(PublicKey key, String keyId);

    /**
     * Signs in the form of a JWS (RFC 7518 §3).
     *
     * @throws SigningUnavailableException when the module does not answer in time, or does not have the key
     */
    byte[] sign(String keyId, Algorithm algorithm, byte[] input);

    /**
     * Deletes a key, also one whose naming failed; one that is absent already is no error.
     *
     * @throws SigningUnavailableException when the module does not answer
     */
    void delete(String keyId);
}
