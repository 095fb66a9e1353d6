package dev.countersign.core.jose.signing;

import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.CryptoProvider;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.Arrays;

/** The private part of a signing key: the key itself, or the module that has it. */
sealed interface PrivatePart {

    /** The content of its record in the store, to be encrypted. */
    byte[] content();

    byte[] sign(String keyId, Algorithm algorithm, byte[] input);

    /** A key in the memory of this process. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and never given away
    record InMemory(byte[] pkcs8, PrivateKey key, CryptoProvider provider) implements PrivatePart {
        @Override
        public byte[] content() {
            return pkcs8;
        }

        @Override
        public byte[] sign(String keyId, Algorithm algorithm, byte[] input) {
            try {
                var signer = provider.signature(algorithm);
                signer.initSign(key);
                signer.update(input);
                return signer.sign();
            } catch (GeneralSecurityException fault) {
                throw new IllegalStateException("The key %s does not sign".formatted(keyId), fault);
            }
        }

        @Override
        public String toString() {
            return "InMemory[redacted]";
        }
    }

    /**
     * A key in a module. Its record has the public key alone. The record is encrypted all the same, because that binds
     * it to the master key: a record that was written by another program is never published.
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record InModule(byte[] publicKey, KeyModule module) implements PrivatePart {
        /** PKCS#8 is a sequence in DER, which begins with 0x30. */
        private static final byte[] MARK = "module:".getBytes(StandardCharsets.US_ASCII);

        /** Whether a record has this content. */
        static boolean isIn(byte[] content) {
            return content.length > MARK.length && Arrays.equals(content, 0, MARK.length, MARK, 0, MARK.length);
        }

        /** The encoded public key (RFC 5280 §4.1.2.7) in the content of a record. */
        static byte[] publicKey(byte[] content) {
            return Arrays.copyOfRange(content, MARK.length, content.length);
        }

        @Override
        public byte[] content() {
            byte[] content = Arrays.copyOf(MARK, MARK.length + publicKey.length);
            System.arraycopy(publicKey, 0, content, MARK.length, publicKey.length);
            return content;
        }

        @Override
        public byte[] sign(String keyId, Algorithm algorithm, byte[] input) {
            return module.sign(keyId, algorithm, input);
        }
    }
}
