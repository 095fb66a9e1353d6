package dev.countersign.core.rejection;

import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.oauth.UnmodifiableCopies;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;

/** A refusal of the client, before its grant is processed (RFC 6749 §2.3, §5.2). */
public sealed interface ClientRejection extends Rejection {

    @Override
    default RejectionCode code() {
        return switch (this) {
            case Unauthenticated _ -> RejectionCode.CLIENT_UNAUTHENTICATED;
            case NoDefaultApplication _ -> RejectionCode.CLIENT_UNAUTHENTICATED;
            case ControlCharacter _ -> RejectionCode.CLIENT_UNAUTHENTICATED;
            case AssertionNotAccepted _ -> RejectionCode.CLIENT_UNAUTHENTICATED;
            case Throttled _ -> RejectionCode.CLIENT_THROTTLED;
            case GrantNotAllowed _ -> RejectionCode.CLIENT_GRANT_NOT_ALLOWED;
        };
    }

    /** Reason for a failed client authentication; the public response is the same for all of them. */
    enum Failure {
        CREDENTIALS_MISSING(
                "no client credentials", "Send the client id and the secret with the request, by HTTP Basic."),
        CREDENTIALS_MALFORMED(
                "credentials that cannot be read",
                "Send either HTTP Basic of the form-encoded client id and secret, or both in the body; never both ways."),
        CLIENT_UNKNOWN(
                "a client id that is not registered", "Correct the client id, or register the application it is for."),
        CLIENT_DISABLED("an application that is disabled", "Enable the application again."),
        METHOD_NOT_REGISTERED(
                "another authentication method than the registered one",
                "Authenticate by the application's token_endpoint_auth_method, or change that."),
        SECRET_WRONG(
                "a secret that is not one of the application's",
                "Use a live secret of the application; if it is lost, add a new one, because none can be shown again."),
        SECRET_NOT_ENCODED(
                "a secret of the application that is not form-encoded",
                "Encode client id and secret before they are joined for HTTP Basic (RFC 6749 §2.3.1): + is %2B and % is %25."
                        + " curl -u does not do so; send client_id and client_secret in the body with --data-urlencode, for"
                        + " an application registered for client_secret_post, or use a secret without these characters."),
        SECRET_EXPIRED("a secret that has expired", "Add a new secret to the application and use that."),
        NO_SECRET("an application that has no secret", "Add a secret to the application."),
        ANOTHER_CLIENT_NAMED(
                "a client_id that is not the one of the client assertion",
                "Leave client_id out, or send the same as in the assertion's iss and sub."),
        SUBJECT_NOT_CLIENT("a client assertion whose sub is not its iss", "Put the client id into both (RFC 7523 §3)."),
        NO_KEYS("an application that has no keys for client assertions", "Give the application a jwks or a jwks_url.");

        private final String words;
        private final String remedy;

        Failure(String words, String remedy) {
            this.words = words;
            this.remedy = remedy;
        }
    }

    /** A client that was not authenticated. */
    record Unauthenticated(Failure failure) implements ClientRejection {
        @Override
        public Evidence evidence() {
            return new Evidence("valid client credentials", failure.words, failure.remedy);
        }
    }

    /**
     * A request without client credentials, for which its issuer has no usable default application.
     *
     * @param issuer the name of the issuer, which accepts such requests
     * @param problem what prevents it, as a clause
     * @param remedy what to do, as a sentence
     */
    record NoDefaultApplication(String issuer, String problem, String remedy) implements ClientRejection {
        @Override
        public Evidence evidence() {
            return new Evidence(
                    "client credentials, or a usable default application of the issuer " + issuer, problem, remedy);
        }
    }

    /**
     * A client secret with a character that no secret can have (RFC 6749 appendix A.2), such as the line break at the
     * end of a file.
     */
    record ControlCharacter(int codePoint) implements ClientRejection {
        private static final String HINT =
                "Send the secret alone: a line break at its end comes from the file or the command that"
                        + " it was read from, such as echo without -n.";

        @Override
        public Evidence evidence() {
            return new Evidence(
                    "valid client credentials",
                    "a client secret with the control character U+%s (%s)"
                            .formatted(
                                    HexFormat.of().withUpperCase().toHexDigits((char) codePoint),
                                    Character.getName(codePoint)),
                    HINT);
        }
    }

    /** A client assertion that was not accepted, and the check that refused it (RFC 7523 §3). */
    record AssertionNotAccepted(Rejection reason) implements ClientRejection {
        @Override
        public Evidence evidence() {
            Evidence met = reason.evidence();
            return new Evidence(
                    "a client assertion with " + met.expected(),
                    met.actual() + " (" + reason.code().value() + ")",
                    remedy(met));
        }

        /** The remedy for the client; that for an issuer would be misleading. */
        private String remedy(Evidence met) {
            return switch (reason.code()) {
                case ASSERTION_AUDIENCE_MISMATCH ->
                    "Set aud of the client assertion to this server's issuer identifier alone; the URL of the token endpoint is"
                            + " not accepted there (RFC 10070 §4).";
                case ASSERTION_ALGORITHM_NOT_ALLOWED ->
                    "Sign the client assertion with the application's token_endpoint_auth_signing_alg, or change that. none and"
                            + " HMAC are never accepted.";
                case ASSERTION_TYPE_NOT_ALLOWED -> "Send typ client-authentication+jwt, JWT, or none (RFC 10070 §4).";
                case ASSERTION_KEY_NOT_FOUND ->
                    "Put the public key with this kid into the application's jwks, or publish it at its jwks_url.";
                case ASSERTION_CLAIM_MISSING ->
                    "Send iss and sub with the client id, aud with this server's issuer identifier, exp and jti (RFC 7523 §3).";
                case ASSERTION_EXPIRED, ASSERTION_NOT_YET_VALID, ASSERTION_ISSUED_IN_FUTURE, ASSERTION_TOO_OLD ->
                    "Make a client assertion for every request, and compare the client's clock with this server's.";
                case ASSERTION_LIFETIME_TOO_LONG -> "Let exp be at most an hour after iat; a minute is enough.";
                case ASSERTION_JTI_MISSING -> "Send a jti that is unique (OpenID Connect Core 1.0 §9).";
                case ASSERTION_REPLAYED -> "Make a client assertion with a jti of its own for every request.";
                case ISSUER_KEYS_UNAVAILABLE ->
                    "See the last error of the application's jwks_url, and try again later.";
                default -> met.hint();
            };
        }
    }

    /** A client id with too many failures from one address (RFC 6749 §10.10). */
    record Throttled(Duration retryAfter) implements ClientRejection {
        @Override
        public Evidence evidence() {
            return new Evidence(
                    "fewer failed authentications",
                    "slowed down for " + retryAfter.toSeconds() + " s",
                    code().remedy());
        }
    }

    /** A grant type the application may not use (RFC 7521 §4.1). */
    record GrantNotAllowed(GrantType requested, Set<GrantType> allowed) implements ClientRejection {
        public GrantNotAllowed {
            allowed = UnmodifiableCopies.of(allowed);
        }

        @Override
        public Evidence evidence() {
            var values = allowed.stream().map(GrantType::value).sorted().toList();
            return new Evidence("one of " + values, requested.value(), code().remedy());
        }
    }
}
