package dev.countersign.core.rejection;

import dev.countersign.core.oauth.ForeignAudiences;
import dev.countersign.core.oauth.TokenTypes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** A refusal of the assertion itself (RFC 7521 §4.1.1, RFC 7523 §3.1). */
public sealed interface AssertionRejection extends Rejection permits AssertionRejection.OfForm, AssertionTimeRejection {

    @Override
    default RejectionCode code() {
        return switch (this) {
            case Malformed _ -> RejectionCode.ASSERTION_MALFORMED;
            case Encrypted _ -> RejectionCode.ASSERTION_ENCRYPTED;
            case AlgorithmNotAllowed _ -> RejectionCode.ASSERTION_ALGORITHM_NOT_ALLOWED;
            case CriticalHeader _ -> RejectionCode.ASSERTION_CRITICAL_HEADER;
            case TypeNotAllowed _ -> RejectionCode.ASSERTION_TYPE_NOT_ALLOWED;
            case KeyNotFound _ -> RejectionCode.ASSERTION_KEY_NOT_FOUND;
            case KeyUnusable _ -> RejectionCode.ASSERTION_KEY_UNUSABLE;
            case SignatureInvalid _ -> RejectionCode.ASSERTION_SIGNATURE_INVALID;
            case ClaimMissing _ -> RejectionCode.ASSERTION_CLAIM_MISSING;
            case ClaimMalformed _ -> RejectionCode.ASSERTION_CLAIM_MALFORMED;
            case ClaimNotAllowed _ -> RejectionCode.ASSERTION_CLAIM_NOT_ALLOWED;
            case AudienceMismatch _ -> RejectionCode.ASSERTION_AUDIENCE_MISMATCH;
            case ClientMismatch _ -> RejectionCode.ASSERTION_CLIENT_MISMATCH;
            case JtiMissing _ -> RejectionCode.ASSERTION_JTI_MISSING;
            case Replayed _ -> RejectionCode.ASSERTION_REPLAYED;
            case LifetimeTooLong _ -> RejectionCode.ASSERTION_LIFETIME_TOO_LONG;
            case AssertionTimeRejection time -> time.code();
        };
    }

    /** A refusal for another reason than time. */
    sealed interface OfForm extends AssertionRejection {}

    /** An assertion that is not one strictly formed JWS (RFC 7515 §5.2, RFC 7519 §7.2). */
    record Malformed(String problem, String hint) implements OfForm {
        public Malformed(String problem) {
            this(problem, RejectionCode.ASSERTION_MALFORMED.remedy());
        }

        @Override
        public Evidence evidence() {
            return new Evidence("one signed JWT in compact serialization", problem, hint);
        }
    }

    /** A JWE, or a JWT inside a JWT (RFC 7519 §5.2). */
    record Encrypted(String form) implements OfForm {
        @Override
        public Evidence evidence() {
            return new Evidence("a signed JWT", form, code().remedy());
        }
    }

    /**
     * An {@code alg} outside the issuer's allow-list (RFC 8725 §3.1).
     *
     * @param implemented whether it can be allowed at all
     */
    record AlgorithmNotAllowed(String algorithm, List<String> allowed, boolean implemented) implements OfForm {
        public AlgorithmNotAllowed {
            allowed = List.copyOf(allowed);
        }

        @Override
        public Evidence evidence() {
            return new Evidence("one of " + allowed, algorithm, hint());
        }

        private String hint() {
            if (implemented) {
                return "Add %s to the algorithms if the issuer is meant to use it.".formatted(algorithm);
            }
            String upper = algorithm.toUpperCase(Locale.ROOT);
            if (upper.equals("NONE")) {
                return "An unsigned JWT proves nothing and is never accepted. Have the issuer sign it, for example with RS256.";
            }
            if (upper.startsWith("HS")) {
                return "HMAC algorithms are never accepted and cannot be added: the key that checks such a signature also"
                        + " makes it. Have the issuer sign with a private key, for example with RS256 or ES256.";
            }
            return allowed.stream()
                    .filter(algorithm::equalsIgnoreCase)
                    .findFirst()
                    .map("Have the issuer write it %s: alg is compared with letter case (RFC 7515 §4.1.1)."::formatted)
                    .orElse("This server does not implement it. Have the issuer sign with one of those expected.");
        }
    }

    /** A {@code crit} header: no extension is implemented (RFC 7515 §4.1.11). */
    record CriticalHeader(String crit) implements OfForm {
        @Override
        public Evidence evidence() {
            return new Evidence("no crit header", crit, code().remedy());
        }
    }

    /**
     * A {@code typ} that is not accepted (RFC 8725 §3.11).
     *
     * @param never whether it is the type of another kind of token, which no issuer can be configured to accept
     */
    record TypeNotAllowed(String type, List<String> allowed, boolean never) implements OfForm {
        public TypeNotAllowed {
            allowed = List.copyOf(allowed);
        }

        @Override
        public Evidence evidence() {
            return new Evidence(
                    "one of " + allowed,
                    type,
                    allowed.contains(TokenTypes.ID_JAG) || type.equals(TokenTypes.ID_JAG)
                            ? ofIdJag()
                            : TokenTypes.otherKind(type)
                                    .map(kind ->
                                            "This is %s. It is never an assertion: present another token of the issuer, or have it send typ JWT."
                                                    .formatted(kind))
                                    .orElse(
                                            never
                                                    ? "This is another kind of token, which is never an assertion; have the"
                                                            + " issuer send typ JWT."
                                                    : code().remedy()));
        }

        private String ofIdJag() {
            return type.equals(TokenTypes.ID_JAG)
                    ? "This is an ID-JAG. If the issuer is an identity provider that is meant to send them, set its id_jag to"
                            + " accepted or only; the type cannot be listed in types."
                    : "Only ID-JAGs are accepted of this issuer (typ %s). If it is meant to send ordinary assertions too, set its id_jag to accepted."
                            .formatted(TokenTypes.ID_JAG);
        }
    }

    /** A {@code kid} that the issuer does not publish, or no suitable key at all. */
    record KeyNotFound(String wanted, List<String> published, String keysAge) implements OfForm {
        public KeyNotFound {
            published = List.copyOf(published);
        }

        @Override
        public Evidence evidence() {
            return new Evidence("one of " + published + " (" + keysAge + ")", wanted, code().remedy());
        }
    }

    /** A published key that must not be used (RFC 7517 §4, RFC 7518 §3). */
    record KeyUnusable(String key, String reason) implements OfForm {
        @Override
        public Evidence evidence() {
            return new Evidence("a key that may verify this assertion", key + ": " + reason, code().remedy());
        }
    }

    /**
     * A signature that no suitable key verifies (RFC 7523 §3 (9)).
     *
     * @param inDer whether it is an ECDSA signature in DER, the output format of most cryptographic libraries
     */
    record SignatureInvalid(List<String> keysTried, boolean inDer) implements OfForm {
        public SignatureInvalid {
            keysTried = List.copyOf(keysTried);
        }

        public SignatureInvalid(List<String> keysTried) {
            this(keysTried, false);
        }

        @Override
        public Evidence evidence() {
            return inDer
                    ? new Evidence(
                            "a signature of one of " + keysTried + ", r and s side by side",
                            "an ECDSA signature in DER",
                            "Have the issuer convert it: in a JWS the two numbers r and s stand side by side, each as long"
                                    + " as the order of the curve, 64 octets for ES256 (RFC 7518 §3.4). In Java that is"
                                    + " SHA256withECDSAinP1363Format, in WebCrypto and JWT libraries the default.")
                    : new Evidence("a signature of one of " + keysTried, "none of them verifies it", code().remedy());
        }
    }

    /** A required claim that is absent. */
    record ClaimMissing(String claim) implements OfForm {
        @Override
        public Evidence evidence() {
            return new Evidence("the claim " + claim, "absent", hint());
        }

        private String hint() {
            return switch (claim) {
                case "client_id" ->
                    "Have the issuer send client_id: an ID-JAG names the client that may present it, by its id at this server.";
                case "resource" ->
                    "Have the issuer restrict its ID-JAGs by resource, or switch off its id_jag_require_resource.";
                case "sub" ->
                    "Have the issuer send sub. Google's libraries and Go's oauth2/jwt leave it out unless told for whom they"
                            + " act: set Subject (Go), createDelegated (Java) or subject (Python), for a service to its own"
                            + " name.";
                default -> code().remedy();
            };
        }
    }

    /** A claim in another form than that of RFC 7519 §4.1. */
    record ClaimMalformed(String claim, String expected, String actual, String hint) implements OfForm {
        public ClaimMalformed(String claim, String expected, String actual) {
            this(claim, expected, actual, RejectionCode.ASSERTION_CLAIM_MALFORMED.remedy());
        }

        @Override
        public Evidence evidence() {
            return new Evidence(claim + ": " + expected, claim + ": " + actual, hint);
        }
    }

    /** A claim that identifies the JWT as another kind of token (RFC 8725 §3.12). */
    record ClaimNotAllowed(ForeignClaim present) implements OfForm {

        @Override
        public Evidence evidence() {
            return new Evidence("no claim " + present.claim(), "the claim " + present.claim(), present.hint());
        }
    }

    /** An {@code aud} that does not name this server (RFC 7523 §3 (3), RFC 10070 §4). */
    record AudienceMismatch(List<String> accepted, List<String> actual, boolean single) implements OfForm {
        public AudienceMismatch {
            accepted = List.copyOf(accepted);
            actual = List.copyOf(actual);
        }

        @Override
        public Evidence evidence() {
            String expected = (single ? "exactly one of " : "at least one of ") + accepted;
            return new Evidence(expected, actual.toString(), hint());
        }

        private String hint() {
            if (single && actual.stream().anyMatch(accepted::contains)) {
                return "Have the issuer name this server alone in aud. For ordinary assertions, audience.single of the issuer can be"
                        + " switched off.";
            }
            return first(met -> NearMiss.among(accepted, met).map(near -> near.sentence() + " " + code().remedy()))
                    .or(() -> first(met -> ForeignAudiences.objection(met, accepted.getFirst())))
                    .orElse(code().remedy());
        }

        private Optional<String> first(Function<String, Optional<String>> hint) {
            return actual.stream().flatMap(met -> hint.apply(met).stream()).findFirst();
        }
    }

    /**
     * An ID-JAG for another client than the one that presents it (ID-JAG §4.4.1).
     *
     * @param presenter the client that presents it; empty for a request without client credentials
     */
    record ClientMismatch(Optional<String> presenter, String named) implements OfForm {
        @Override
        public Evidence evidence() {
            return presenter
                    .map(client -> new Evidence("client_id: " + client, "client_id: " + named, code().remedy()))
                    .orElseGet(() -> new Evidence(
                            "the credentials of the client " + named, "no client credentials", code().remedy()));
        }
    }

    /** An assertion without the {@code jti} required of the issuer (RFC 7523 §3 (7)). */
    record JtiMissing() implements OfForm {
        @Override
        public Evidence evidence() {
            return new Evidence("the claim jti", "absent", code().remedy());
        }
    }

    /** An assertion that was redeemed before (RFC 7523 §3 (7)). */
    record Replayed(String jti, Instant rememberedUntil) implements OfForm {
        /** Replaces the {@code jti} of an assertion without one. */
        public static final String SAME_CONTENT = "the same signed content";

        @Override
        public Evidence evidence() {
            return new Evidence(
                    "an assertion that was not redeemed before", jti + ", remembered until " + rememberedUntil, hint());
        }

        private String hint() {
            return jti.equals(SAME_CONTENT)
                    ? "Without a jti, assertions with the same claims are one assertion, such as those that several clients"
                            + " sign within one second: have the issuer send a unique jti (in Apache Kafka's clients,"
                            + " sasl.oauthbearer.assertion.claim.jti.include=true)."
                    : code().remedy();
        }
    }

    /** A validity period above the issuer's maximum (RFC 7523 §3 (4): "unreasonably far in the future"). */
    record LifetimeTooLong(Duration lifetime, Duration maximum) implements OfForm {
        @Override
        public Evidence evidence() {
            return new Evidence("at most " + maximum.toSeconds() + " s", lifetime.toSeconds() + " s", code().remedy());
        }
    }
}
