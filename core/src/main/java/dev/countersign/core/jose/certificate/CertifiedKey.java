package dev.countersign.core.jose.certificate;

import dev.countersign.core.jose.key.CryptoProvider;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** A certificate with its chain, and the private key that belongs to it: the identity of one side in TLS. */
public final class CertifiedKey {
    private static final byte[] PROBE = {1, 2, 3, 4, 5, 6, 7, 8};

    private final List<X509Certificate> chain;
    private final PrivateKey privateKey;

    private CertifiedKey(List<X509Certificate> chain, PrivateKey privateKey) {
        this.chain = List.copyOf(chain);
        this.privateKey = privateKey;
    }

    /**
     * Combines a certificate and a key; empty when the key is that of another certificate.
     *
     * @param chain the certificate first, then those of the intermediate authorities
     */
    public static Optional<CertifiedKey> of(List<X509Certificate> chain, PrivateKey privateKey) {
        return belongTogether(chain.getFirst().getPublicKey(), privateKey)
                ? Optional.of(new CertifiedKey(chain, privateKey))
                : Optional.empty();
    }

    /**
     * Signs with the private key and verifies with the public key. The configured provider is fast at this; the JDK's
     * first builds tables for a tenth of a second.
     */
    private static boolean belongTogether(PublicKey publicKey, PrivateKey privateKey) {
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

    public List<X509Certificate> chain() {
        return chain;
    }

    public PrivateKey privateKey() {
        return privateKey;
    }

    /** Whether the key is of a type such as RSA, EC, or EdDSA. In TLS 1.2 the type is preceded by the key exchange. */
    public boolean isOfType(String keyType) {
        String algorithm = chain.getFirst().getPublicKey().getAlgorithm();
        return List.of(keyType.split("_")).contains(algorithm);
    }

    @Override
    public String toString() {
        return "CertifiedKey[%s]".formatted(chain.getFirst().getSubjectX500Principal());
    }
}
