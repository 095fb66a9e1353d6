package dev.countersign.core.rejection;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A refusal of the assertion itself (RFC 7521 §4.1.1, RFC 7523 §3.1). */
public sealed interface AssertionRejection extends Rejection permits AssertionRejection.OfForm, AssertionTimeRejection {

    /** A refusal for another reason than time. */
    sealed interface OfForm extends AssertionRejection {}

    /** An assertion that is not one strictly formed JWS (RFC 7515 §5.2, RFC 7519 §7.2). */
    record Malformed(String problem) implements OfForm {
        @Override
        public RejectionCode code() {
            return RejectionCode.ASSERTION_MALFORMED;
        }

        @Override
        public Evidence evidence() {
            return new Evidence("one signed JWT in compact serialization", problem, code().remedy());
        }
    }

    /** A JWE, or a JWT inside a JWT (RFC 7519 §5.2). */
    record Encrypted(String form) implements OfForm {
        @Override
        public RejectionCode code() {
            return RejectionCode.ASSERTION_ENCRYPTED;
        }

        @Override
        public Evidence evidence() {
            return new Evidence("a signed JWT", form, code().remedy());
        }
    }

    /** An {@code alg} outside the issuer's allow-list (RFC 8725 §3.1). */
    record AlgorithmNotAllowed(String algorithm, List<String> allowed) implements OfForm {
        public AlgorithmNotAllowed {
            allowed = List.copyOf(allowed);
        }

        @Override
        public RejectionCode code() {
            return RejectionCode.ASSERTION_ALGORITHM_NOT_ALLOWED;
        }

        @Override
        public Evidence evidence() {
            return new Evidence("one of " + allowed, algorithm, code().remedy());
        }
    }

    /** A {@code crit} header: no extension is implemented, so none can be honoured (RFC 7515 §4.1.11). */
    record CriticalHeader(String crit) implements OfForm {
        @Override
        public RejectionCode code() {
            return RejectionCode.ASSERTION_CRITICAL_HEADER;
        }

        @Override
        public Evidence evidence() {
            return new Evidence("no crit header", crit, code().remedy());
        }
    }

    /**
     * A {@code typ} that is not accepted (RFC 8725 §3.11).
     *
     * @param never whether it is the type of another kind of token, which no issuer may be set to accept
     */
    record TypeNotAllowed(String type, List<String> allowed, boolean never) implements OfForm {
        public TypeNotAllowed {
            allowed = List.copyOf(allowed);
        }

        @Override
        public RejectionCode code() {
            return RejectionCode.ASSERTION_TYPE_NOT_ALLOWED;
        }

        @Override
        public Evidence evidence() {
            return new Evidence(
                    "one of " + allowed,
                    type,
                    never
                            ? "This is another kind of token, which is never an assertion; have the issuer send typ JWT."
                            : code().remedy());
        }
    }

    /** A {@code kid} the issuer does not publish, or no key that fits at all. */
    record KeyNotFound(String wanted, List<String> published, String keysAge) implements OfForm {
        public KeyNotFound {
            published = List.copyOf(published);
        }

        @Override
        public RejectionCode code() {
            return RejectionCode.ASSERTION_KEY_NOT_FOUND;
        }

        @Override
        public Evidence evidence() {
            return new Evidence("one of " + published + " (" + keysAge + ")", wanted, code().remedy());
        }
    }

    /** A key that is there and may not be used (RFC 7517 §4, RFC 7518 §3). */
    record KeyUnusable(String key, String reason) implements OfForm {
        @Override
        public RejectionCode code() {
            return RejectionCode.ASSERTION_KEY_UNUSABLE;
        }

        @Override
        public Evidence evidence() {
            return new Evidence("a key that may verify this assertion", key + ": " + reason, code().remedy());
        }
    }

    /** A signature that none of the fitting keys verifies (RFC 7523 §3 (9)). */
    record SignatureInvalid(List<String> keysTried) implements OfForm {
        public SignatureInvalid {
            keysTried = List.copyOf(keysTried);
        }

        @Override
        public RejectionCode code() {
            return RejectionCode.ASSERTION_SIGNATURE_INVALID;
        }

        @Override
        public Evidence evidence() {
            return new Evidence("a signature of one of " + keysTried, "none of them verifies it", code().remedy());
        }
    }

    /** A required claim that is not there. */
    record ClaimMissing(String claim) implements OfForm {
        @Override
        public RejectionCode code() {
            return RejectionCode.ASSERTION_CLAIM_MISSING;
        }

        @Override
        public Evidence evidence() {
            return new Evidence("the claim " + claim, "absent", code().remedy());
        }
    }

    /** A claim of another form than RFC 7519 §4.1 gives it. */
    record ClaimMalformed(String claim, String expected, String actual) implements OfForm {
        @Override
        public RejectionCode code() {
            return RejectionCode.ASSERTION_CLAIM_MALFORMED;
        }

        @Override
        public Evidence evidence() {
            return new Evidence(claim + ": " + expected, claim + ": " + actual, code().remedy());
        }
    }

    /** An {@code aud} that does not name us (RFC 7523 §3 (3), RFC 10070 §4). */
    record AudienceMismatch(List<String> accepted, List<String> actual, boolean single) implements OfForm {
        public AudienceMismatch {
            accepted = List.copyOf(accepted);
            actual = List.copyOf(actual);
        }

        @Override
        public RejectionCode code() {
            return RejectionCode.ASSERTION_AUDIENCE_MISMATCH;
        }

        @Override
        public Evidence evidence() {
            String expected = (single ? "exactly one of " : "at least one of ") + accepted;
            return new Evidence(expected, actual.toString(), hint());
        }

        private String hint() {
            return actual.stream()
                    .flatMap(met -> NearMiss.among(accepted, met).stream())
                    .findFirst()
                    .map(near -> near.sentence() + " " + code().remedy())
                    .orElse(code().remedy());
        }
    }

    /** An assertion without the {@code jti} that the issuer must send (RFC 7523 §3 (7)). */
    record JtiMissing() implements OfForm {
        @Override
        public RejectionCode code() {
            return RejectionCode.ASSERTION_JTI_MISSING;
        }

        @Override
        public Evidence evidence() {
            return new Evidence("the claim jti", "absent", code().remedy());
        }
    }

    /** An assertion that was redeemed before (RFC 7523 §3 (7)). */
    record Replayed(String jti, Instant rememberedUntil) implements OfForm {
        @Override
        public RejectionCode code() {
            return RejectionCode.ASSERTION_REPLAYED;
        }

        @Override
        public Evidence evidence() {
            return new Evidence(
                    "an assertion that was not redeemed before",
                    jti + ", remembered until " + rememberedUntil,
                    code().remedy());
        }
    }

    /** A validity period above the issuer's maximum (RFC 7523 §3 (4): "unreasonably far in the future"). */
    record LifetimeTooLong(Duration lifetime, Duration maximum) implements OfForm {
        @Override
        public RejectionCode code() {
            return RejectionCode.ASSERTION_LIFETIME_TOO_LONG;
        }

        @Override
        public Evidence evidence() {
            return new Evidence("at most " + maximum.toSeconds() + " s", lifetime.toSeconds() + " s", code().remedy());
        }
    }
}
