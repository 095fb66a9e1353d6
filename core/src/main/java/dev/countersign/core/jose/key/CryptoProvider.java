package dev.countersign.core.jose.key;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * Implementation of the signature algorithms, chosen once per process: Amazon Corretto's native one where its library
 * loads, else Bouncy Castle for curves and the JDK for RSA.
 *
 * <p>Every call names its provider. The global order of providers has no effect, and keys are created by the provider
 * that uses them: Corretto is half as fast with key objects of another provider.
 */
public final class CryptoProvider {
    private static final String JDK_RSA = "SunRsaSign";

    private final String description;
    private final Provider rsa;
    private final Provider ec;
    private final Provider ed25519;

    private CryptoProvider(String description, Provider rsa, Provider ec, Provider ed25519) {
        this.description = description;
        this.rsa = rsa;
        this.ec = ec;
        this.ed25519 = ed25519;
    }

    /** The provider of this process. */
    public static CryptoProvider choose() {
        return Chosen.PROVIDER;
    }

    /** The implementations in use and the reason, for the log at start-up. */
    public String description() {
        return description;
    }

    /** The implementation available everywhere. */
    static CryptoProvider portable(String reason) {
        var bouncyCastle = new BouncyCastleProvider();
        return new CryptoProvider(
                "JDK (RSA) and Bouncy Castle %s (EC, Ed25519), because %s"
                        .formatted(bouncyCastle.getVersionStr(), reason),
                Security.getProvider(JDK_RSA),
                bouncyCastle,
                bouncyCastle);
    }

    /** Amazon Corretto as far as it is configured: without its system property it creates no Ed25519 keys. */
    static CryptoProvider corretto(Provider corretto) {
        var name = "Amazon Corretto Crypto Provider " + corretto.getVersionStr();
        if (corretto.getService("KeyFactory", "Ed25519") != null) {
            return new CryptoProvider(name + " (RSA, EC, Ed25519)", corretto, corretto, corretto);
        }
        var bouncyCastle = new BouncyCastleProvider();
        return new CryptoProvider(
                "%s (RSA, EC) and Bouncy Castle %s (Ed25519), because %s is not set"
                        .formatted(
                                name,
                                bouncyCastle.getVersionStr(),
                                "-Dcom.amazon.corretto.crypto.provider.registerEdKeyFactory=true"),
                corretto,
                corretto,
                bouncyCastle);
    }

    private static final class Chosen {
        private static final CryptoProvider PROVIDER = chooseNow();

        private static CryptoProvider chooseNow() {
            try {
                var corretto = AmazonCorrettoCryptoProvider.INSTANCE;
                var error = corretto.getLoadingError();
                return error == null
                        ? corretto(corretto)
                        : portable("Corretto's native library did not load: " + error.getMessage());
            } catch (LinkageError notForThisPlatform) {
                return portable("Corretto is not made for this platform");
            }
        }
    }

    /** SHA-256 of the JDK, whose intrinsic is as fast as native code and avoids a native call. */
    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256", "SUN");
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("The JDK has no SHA-256", impossible);
        }
    }

    /** Whether RSASSA-PKCS1-v1_5 is verified with a single encoding; otherwise {@code Pkcs1Verification} is used. */
    public boolean verifiesPkcs1Strictly() {
        return !rsa.getName().equals(JDK_RSA);
    }

    /** A new object for signing or verifying. */
    public Signature signature(Algorithm algorithm) throws GeneralSecurityException {
        return switch (algorithm.scheme()) {
            case SignatureScheme.RsaPkcs1 pkcs1 -> Signature.getInstance(pkcs1.jcaSignature(), rsa);
            case SignatureScheme.RsaPss(var parameters) -> {
                var signature = Signature.getInstance("RSASSA-PSS", rsa);
                signature.setParameter(parameters);
                yield signature;
            }
            case SignatureScheme.Ecdsa(var curve) -> Signature.getInstance(curve.jcaSignature(), ec);
            case SignatureScheme.Ed25519() -> Signature.getInstance("Ed25519", ed25519);
        };
    }

    /** A new object for signing or verifying in TLS; for other kinds of keys the JDK chooses the provider. */
    public Signature tlsSignature(String keyAlgorithm) throws GeneralSecurityException {
        return switch (keyAlgorithm) {
            case "RSA" -> Signature.getInstance("SHA256withRSA", rsa);
            case "EC" -> Signature.getInstance("SHA256withECDSA", ec);
            default -> Signature.getInstance(keyAlgorithm);
        };
    }

    /** Creates a key from checked numbers. */
    public VerificationKey verificationKey(
            Optional<String> keyId,
            Set<Algorithm> algorithms,
            Optional<CertificateDetails> certificate,
            PublicKeyParameters parameters) {
        return new VerificationKey(
                keyId, algorithms, certificate, Optional.empty(), parameters, this, publicKey(parameters));
    }

    private PublicKey publicKey(PublicKeyParameters parameters) {
        try {
            return keyFactory(parameters.keyAlgorithm()).generatePublic(parameters.spec());
        } catch (GeneralSecurityException fault) {
            throw new IllegalStateException("The provider does not take a sound key", fault);
        }
    }

    /** Reads a public key (RFC 5280 §4.1.2.7). */
    public PublicKey publicKey(Algorithm algorithm, byte[] encoded) throws GeneralSecurityException {
        return keyFactory(algorithm.scheme().keyAlgorithm()).generatePublic(new X509EncodedKeySpec(encoded));
    }

    public PrivateKey privateKey(Algorithm algorithm, byte[] pkcs8) throws GeneralSecurityException {
        return keyFactory(algorithm.scheme().keyAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    /** A generator of RSA or EC keys. */
    public KeyPairGenerator keyPairGenerator(Algorithm algorithm) throws GeneralSecurityException {
        var keyAlgorithm = algorithm.scheme().keyAlgorithm();
        return KeyPairGenerator.getInstance(keyAlgorithm, provider(keyAlgorithm));
    }

    private KeyFactory keyFactory(String keyAlgorithm) throws GeneralSecurityException {
        return KeyFactory.getInstance(keyAlgorithm, provider(keyAlgorithm));
    }

    private Provider provider(String keyAlgorithm) {
        return switch (keyAlgorithm) {
            case "RSA" -> rsa;
            case "EC" -> ec;
            default -> ed25519;
        };
    }
}
