package dev.countersign.core.rejection;

import dev.countersign.core.oauth.GrantType;
import java.time.Duration;
import java.util.Set;

/** A refusal of the client, before anything of its grant is looked at (RFC 6749 §2.3, §5.2). */
public sealed interface ClientRejection extends Rejection {

    /** Why a client was not authenticated; from outside all of these look the same. */
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

    /** A client that did not prove who it is. */
    record Unauthenticated(Failure failure) implements ClientRejection {
        @Override
        public RejectionCode code() {
            return RejectionCode.CLIENT_UNAUTHENTICATED;
        }

        @Override
        public Evidence evidence() {
            return new Evidence("valid client credentials", failure.words, failure.remedy);
        }
    }

    /** A client assertion that was not accepted, and the check that refused it (RFC 7523 §3). */
    record AssertionNotAccepted(Rejection reason) implements ClientRejection {
        @Override
        public RejectionCode code() {
            return RejectionCode.CLIENT_UNAUTHENTICATED;
        }

        @Override
        public Evidence evidence() {
            Evidence met = reason.evidence();
            return new Evidence(
                    "a client assertion with " + met.expected(),
                    met.actual() + " (" + reason.code().value() + ")",
                    reason.code().remedy());
        }
    }

    /** A client id that failed too often from one address (RFC 6749 §10.10). */
    record Throttled(Duration retryAfter) implements ClientRejection {
        @Override
        public RejectionCode code() {
            return RejectionCode.CLIENT_THROTTLED;
        }

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
            allowed = Set.copyOf(allowed);
        }

        @Override
        public RejectionCode code() {
            return RejectionCode.CLIENT_GRANT_NOT_ALLOWED;
        }

        @Override
        public Evidence evidence() {
            var values = allowed.stream().map(GrantType::value).sorted().toList();
            return new Evidence("one of " + values, requested.value(), code().remedy());
        }
    }
}
