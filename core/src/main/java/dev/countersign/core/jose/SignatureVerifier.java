package dev.countersign.core.jose;

import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.EcCurve;
import dev.countersign.core.jose.key.EcParameters;
import dev.countersign.core.jose.key.Ed25519Parameters;
import dev.countersign.core.jose.key.PublicKeyParameters;
import dev.countersign.core.jose.key.RsaParameters;
import dev.countersign.core.jose.key.SignatureScheme;
import dev.countersign.core.jose.key.VerificationKey;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SignatureException;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;

/** The verification of a signature, with the checks that providers omit. */
public final class SignatureVerifier {
    /** Octets in an Ed25519 signature: a point and a scalar (RFC 8032 §5.1.6). */
    private static final int ED25519_LENGTH = 64;

    /** The order of Ed25519's group, little-endian like the scalar. */
    private static final byte[] ED25519_ORDER =
            HexFormat.of().parseHex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");

    private SignatureVerifier() {}

    /**
     * Whether the key created this signature over this input with this algorithm.
     *
     * @return false also when the key does not fit the algorithm, or the signature has the wrong length
     */
    public static boolean verify(VerificationKey key, Algorithm algorithm, byte[] signingInput, byte[] signature) {
        if (!key.algorithms().contains(algorithm) || !isWellFormed(key.parameters(), signature)) {
            return false;
        }
        try {
            if (key.parameters() instanceof RsaParameters rsa
                    && algorithm.scheme() instanceof SignatureScheme.RsaPkcs1 pkcs1
                    && !key.provider().verifiesPkcs1Strictly()) {
                return Pkcs1Verification.verify(rsa, pkcs1, signingInput, signature);
            }
            var verifier = key.provider().signature(algorithm);
            verifier.initVerify(key.publicKey());
            verifier.update(signingInput);
            return verifier.verify(signature);
        } catch (SignatureException notASignature) {
            return false;
        } catch (GeneralSecurityException fault) {
            throw new IllegalStateException("The provider lost its algorithm or its key", fault);
        }
    }

    private static boolean isWellFormed(PublicKeyParameters key, byte[] signature) {
        return switch (key) {
            // RFC 8017 §8.1.2 and §8.2.2, step 1
            case RsaParameters rsa -> signature.length == rsa.signatureLength();
            case EcParameters ec -> isPairOfScalars(ec.curve(), signature);
            case Ed25519Parameters ignored -> signature.length == ED25519_LENGTH && hasSmallScalar(signature);
        };
    }

    /** Whether these octets are a sequence of two integers in DER and nothing else (RFC 3279 §2.2.3). */
    static boolean isDer(byte[] signature) {
        try {
            return ASN1Primitive.fromByteArray(signature) instanceof ASN1Sequence pair
                    && pair.size() == 2
                    && pair.getObjectAt(0) instanceof ASN1Integer
                    && pair.getObjectAt(1) instanceof ASN1Integer;
        } catch (IOException notDer) {
            return false;
        }
    }

    /** RFC 7518 §3.4: r and s, each as long as the order of the curve and in [1, n−1]. DER is refused. */
    private static boolean isPairOfScalars(EcCurve curve, byte[] signature) {
        int half = curve.coordinateLength();
        return signature.length == 2 * half && curve.isScalar(signature, 0) && curve.isScalar(signature, half);
    }

    /** RFC 8032 §5.1.7 step 1: a scalar at or above the order would be a second encoding of the same signature. */
    private static boolean hasSmallScalar(byte[] signature) {
        for (int i = ED25519_ORDER.length - 1; i >= 0; i--) {
            int difference = (signature[ED25519_ORDER.length + i] & 0xFF) - (ED25519_ORDER[i] & 0xFF);
            if (difference != 0) {
                return difference < 0;
            }
        }
        return false;
    }
}
