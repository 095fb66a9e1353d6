package dev.countersign.core.jose.key;

import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;

/** Signature scheme of an {@link Algorithm}, in the terms of the Java cryptography architecture. */
public sealed interface SignatureScheme {

    /** The name of its kind of keys for {@link java.security.KeyFactory}. */
    String keyAlgorithm();

    /**
     * RSASSA-PKCS1-v1_5 (RFC 7518 §3.3).
     *
     * @param hash the name of the hash, such as "SHA-256"
     * @param digestInfo in hexadecimal, the prefix of the hash in the signed block (RFC 8017 §9.2, note 1)
     */
    record RsaPkcs1(String jcaSignature, String hash, String digestInfo) implements SignatureScheme {
        @Override
        public String keyAlgorithm() {
            return "RSA";
        }
    }

    /** RSASSA-PSS: the same hash for the message and for MGF1, and a salt as long as the hash (RFC 7518 §3.5). */
    record RsaPss(PSSParameterSpec parameters) implements SignatureScheme {
        static RsaPss with(String hash, MGF1ParameterSpec mask, int saltLength) {
            return new RsaPss(new PSSParameterSpec(hash, "MGF1", mask, saltLength, PSSParameterSpec.TRAILER_FIELD_BC));
        }

        @Override
        public String keyAlgorithm() {
            return "RSA";
        }
    }

    /** ECDSA, with the hash that belongs to the curve (RFC 7518 §3.4). */
    record Ecdsa(EcCurve curve) implements SignatureScheme {
        @Override
        public String keyAlgorithm() {
            return "EC";
        }
    }

    /** Ed25519 (RFC 8037 §3.1). */
    record Ed25519() implements SignatureScheme {
        @Override
        public String keyAlgorithm() {
            return "Ed25519";
        }
    }
}
