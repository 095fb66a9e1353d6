package dev.countersign.core.jose;

import dev.countersign.core.jose.signing.SigningKey;

/** Signatures over any content of a test. */
public final class TestSignatures {
    private TestSignatures() {}

    public static byte[] sign(SigningKey key, byte[] signingInput) {
        return key.sign(signingInput);
    }
}
