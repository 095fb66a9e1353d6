package dev.countersign.core.jose.signing;

import dev.countersign.core.jose.key.Algorithm;

/**
 * A stored private signing key, encrypted under the {@link MasterKey}.
 *
 * @param keyId the {@code kid}; bound to the ciphertext
 * @param algorithm the algorithm of the key; bound to the ciphertext
 * @param ciphertext nonce, AES-256-GCM ciphertext and tag
 */
@SuppressWarnings("ArrayRecordComponent") // stored in a database column and never compared
public record SealedKey(String keyId, Algorithm algorithm, byte[] ciphertext) {
    public SealedKey {
        ciphertext = ciphertext.clone();
    }

    @Override
    public byte[] ciphertext() {
        return ciphertext.clone();
    }

    @Override
    public String toString() {
        return "SealedKey[%s, %s]".formatted(keyId, algorithm);
    }
}
