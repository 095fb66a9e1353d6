package dev.countersign.core.rejection;

import java.time.Duration;
import java.time.Instant;

/** A refusal of a proof of possession, or of a request without one (RFC 9449 §4.3, §5). */
public sealed interface DpopRejection extends Rejection {

    @Override
    default RejectionCode code() {
        return switch (this) {
            case ProofMissing _ -> RejectionCode.DPOP_PROOF_MISSING;
            case Malformed _ -> RejectionCode.DPOP_PROOF_MALFORMED;
            case SignatureInvalid _ -> RejectionCode.DPOP_SIGNATURE_INVALID;
            case RequestMismatch _ -> RejectionCode.DPOP_REQUEST_MISMATCH;
            case TooOld _ -> RejectionCode.DPOP_TOO_OLD;
            case Replayed _ -> RejectionCode.DPOP_REPLAYED;
            case NonceRequired _ -> RejectionCode.DPOP_NONCE_REQUIRED;
            case KeyMismatch _ -> RejectionCode.DPOP_KEY_MISMATCH;
        };
    }

    /** A request without a proof, although the application's tokens are bound to keys (RFC 9449 §5.2). */
    record ProofMissing() implements DpopRejection {
        @Override
        public Evidence evidence() {
            return new Evidence("one DPoP header", "none", code().remedy());
        }
    }

    /** A proof that violates a rule of form, or more than one; it quotes nothing but names. */
    record Malformed(String expected, String actual) implements DpopRejection {

        /** The refusal of a proof as a JWT. */
        public static Malformed because(Rejection reason) {
            Evidence evidence = reason.evidence();
            return new Malformed(evidence.expected(), evidence.actual());
        }

        @Override
        public Evidence evidence() {
            return new Evidence(expected, actual, code().remedy());
        }
    }

    /** A signature that does not verify with the proof's own key. */
    record SignatureInvalid(String key, boolean inDer) implements DpopRejection {
        @Override
        public Evidence evidence() {
            return new Evidence(
                    "a signature made with the key in jwk, " + key,
                    inDer ? "an ECDSA signature in DER" : "a signature that does not verify",
                    inDer ? "Send ECDSA signatures as the two numbers of RFC 7518 §3.4, not in DER." : code().remedy());
        }
    }

    /** A proof of another request: another method, URL or access token. */
    record RequestMismatch(String claim, String expected, String actual) implements DpopRejection {
        @Override
        public Evidence evidence() {
            return new Evidence(claim + ": " + expected, claim + ": " + actual, code().remedy());
        }
    }

    /** An {@code iat} outside the permitted time, on either side. */
    record TooOld(Instant issuedAt, Instant now, Duration maxAge, Duration skew) implements DpopRejection {
        @Override
        public Evidence evidence() {
            return new Evidence(
                    "iat from %s to %s".formatted(now.minus(maxAge).minus(skew), now.plus(skew)),
                    "iat " + issuedAt,
                    code().remedy());
        }
    }

    /** A proof that was presented before with the same key. */
    record Replayed(String proof, Instant rememberedUntil) implements DpopRejection {
        @Override
        public Evidence evidence() {
            return new Evidence(
                    "a proof that was not presented before",
                    proof + " was presented before; it is on record until " + rememberedUntil,
                    code().remedy());
        }
    }

    /** A proof without a current nonce of this server (RFC 9449 §8). */
    record NonceRequired(boolean sent) implements DpopRejection {
        @Override
        public Evidence evidence() {
            return new Evidence(
                    "the nonce of a recent response",
                    sent ? "another nonce, or one that has expired" : "no nonce",
                    code().remedy());
        }
    }

    /** A proof with another key than the one to which the grant is bound, or none (RFC 9449 §5). */
    record KeyMismatch(String expected, String actual) implements DpopRejection {
        @Override
        public Evidence evidence() {
            return new Evidence(expected, actual, code().remedy());
        }
    }
}
