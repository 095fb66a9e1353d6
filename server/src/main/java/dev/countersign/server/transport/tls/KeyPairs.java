package dev.countersign.server.transport.tls;

import dev.countersign.core.jose.key.CryptoProvider;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;

/** Check that a public and a private key belong together. */
final class KeyPairs {
    private static final byte[] PROBE = {1, 2, 3, 4, 5, 6, 7, 8};

    private KeyPairs() {}

    /**
     * Signs with the private key and verifies with the public key. The configured provider is fast at this; the JDK's
     * first builds tables for a tenth of a second.
     */
    static boolean belongTogether(PublicKey publicKey, PrivateKey privateKey) {
        var provider = CryptoProvider.choose();
        try {
            var signer = provider.tlsSignature(publicKey.getAlgorithm());
            signer.initSign(privateKey);
            signer.update(PROBE);
            byte[] signature = signer.sign();
            var verifier = provider.tlsSignature(publicKey.getAlgorithm());
            verifier.initVerify(publicKey);
            verifier.update(PROBE);
            return verifier.verify(signature);
        } catch (GeneralSecurityException anotherKindOfKey) {
            return false;
        }
    }
}
