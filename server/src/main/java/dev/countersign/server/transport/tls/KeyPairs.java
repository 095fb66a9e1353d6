package dev.countersign.server.transport.tls;

import dev.countersign.core.jose.key.CryptoProvider;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;

/** Whether a public and a private key are two halves of one. */
final class KeyPairs {
    private static final byte[] PROBE = {1, 2, 3, 4, 5, 6, 7, 8};

    private KeyPairs() {}

    /**
     * Signs with the one and verifies with the other. Our provider does so at once; the JDK's first makes tables for a
     * tenth of a second.
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
