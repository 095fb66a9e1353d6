package dev.countersign.core.rejection;

import java.util.List;

/** An invalid token request, of which only the form was checked (RFC 6749 §3.2, §4.5). */
public sealed interface RequestRejection extends Rejection {

    @Override
    default RejectionCode code() {
        return switch (this) {
            case Malformed _ -> RejectionCode.REQUEST_MALFORMED;
            case ParameterRepeated _ -> RejectionCode.REQUEST_PARAMETER_REPEATED;
            case GrantTypeMissing _ -> RejectionCode.REQUEST_GRANT_TYPE_MISSING;
            case GrantTypeUnsupported _ -> RejectionCode.REQUEST_GRANT_TYPE_UNSUPPORTED;
            case AssertionMissing _ -> RejectionCode.REQUEST_ASSERTION_MISSING;
            case RefreshTokenMissing _ -> RejectionCode.REQUEST_REFRESH_TOKEN_MISSING;
            case SubjectTokenMissing _ -> RejectionCode.REQUEST_SUBJECT_TOKEN_MISSING;
            case TokenTypeUnsupported _ -> RejectionCode.REQUEST_TOKEN_TYPE_UNSUPPORTED;
            case ActorTokenTypeWithoutToken _ -> RejectionCode.REQUEST_ACTOR_TOKEN_TYPE_WITHOUT_TOKEN;
            case TooLarge _ -> RejectionCode.REQUEST_TOO_LARGE;
            case ScopeMalformed _ -> RejectionCode.REQUEST_SCOPE_MALFORMED;
            case AuthorizationDetailsUnsupported _ -> RejectionCode.REQUEST_AUTHORIZATION_DETAILS_UNSUPPORTED;
        };
    }

    /** A request that violates a rule of form; the problem is a fixed sentence and quotes nothing. */
    record Malformed(String problem) implements RequestRejection {
        @Override
        public Evidence evidence() {
            return new Evidence("a well-formed token request", problem, code().remedy());
        }
    }

    /** A parameter that was sent twice (RFC 6749 §3.2). */
    record ParameterRepeated(String parameter) implements RequestRejection {
        @Override
        public Evidence evidence() {
            return new Evidence("every parameter once", known(parameter) + " more than once", code().remedy());
        }

        /** An unknown parameter name is not quoted: in an incorrectly built body it may be the assertion. */
        private static String known(String parameter) {
            return switch (parameter) {
                case "grant_type",
                        "assertion",
                        "scope",
                        "client_id",
                        "client_secret",
                        "client_assertion",
                        "client_assertion_type",
                        "refresh_token",
                        "subject_token",
                        "subject_token_type",
                        "actor_token",
                        "actor_token_type",
                        "requested_token_type" -> parameter;
                default -> "another parameter";
            };
        }
    }

    /** A request without {@code grant_type}. */
    record GrantTypeMissing() implements RequestRejection {
        @Override
        public Evidence evidence() {
            return new Evidence("a grant_type parameter", "none", code().remedy());
        }
    }

    /** A {@code grant_type} that this server does not support. */
    record GrantTypeUnsupported(String grantType) implements RequestRejection {
        @Override
        public Evidence evidence() {
            return new Evidence("a grant_type that the metadata lists", shown(), code().remedy());
        }

        /** Shortens the value: no grant type is this long, but an assertion in the wrong place is. */
        private String shown() {
            return grantType.length() <= 100 ? grantType : "a value of " + grantType.length() + " characters";
        }
    }

    /** A JWT bearer request without an assertion (RFC 7523 §2.1). */
    record AssertionMissing() implements RequestRejection {
        @Override
        public Evidence evidence() {
            return new Evidence("an assertion parameter", "none, or an empty one", code().remedy());
        }
    }

    /** A request of the refresh_token grant without {@code refresh_token} (RFC 6749 §6). */
    record RefreshTokenMissing() implements RequestRejection {
        @Override
        public Evidence evidence() {
            return new Evidence("a refresh_token parameter", "none", code().remedy());
        }
    }

    /** A token exchange without {@code subject_token} (RFC 8693 §2.1). */
    record SubjectTokenMissing() implements RequestRejection {
        @Override
        public Evidence evidence() {
            return new Evidence("a subject_token parameter", "none", code().remedy());
        }
    }

    /**
     * A token type that this server does not exchange, or not from this issuer (RFC 8693 §2.1).
     *
     * @param actual the value, which is quoted only if it has the length of a type; empty when there is none
     */
    record TokenTypeUnsupported(String parameter, String actual, List<String> accepted) implements RequestRejection {
        private static final int LONGEST = 100;

        public TokenTypeUnsupported {
            accepted = List.copyOf(accepted);
        }

        @Override
        public Evidence evidence() {
            return new Evidence(parameter + ": one of " + accepted, shown(), code().remedy());
        }

        private String shown() {
            if (actual.isEmpty()) {
                return "none";
            }
            return actual.length() <= LONGEST ? actual : "a value of " + actual.length() + " characters";
        }
    }

    /** An {@code actor_token_type} without {@code actor_token} (RFC 8693 §2.1). */
    record ActorTokenTypeWithoutToken() implements RequestRejection {
        @Override
        public Evidence evidence() {
            return new Evidence("actor_token_type only with actor_token", "no actor_token", code().remedy());
        }
    }

    /** A request body above the limit, in bytes. */
    record TooLarge(int limitBytes) implements RequestRejection {
        @Override
        public Evidence evidence() {
            return new Evidence("at most " + limitBytes + " bytes", "more", code().remedy());
        }
    }

    /** A {@code scope} that violates the syntax (RFC 6749 §3.3). */
    record ScopeMalformed() implements RequestRejection {
        @Override
        public Evidence evidence() {
            return new Evidence("scope tokens with one space between two", "another form", code().remedy());
        }
    }

    /** A request for access of a type that this server does not know (RFC 9396 §5). */
    record AuthorizationDetailsUnsupported(String where) implements RequestRejection {
        @Override
        public Evidence evidence() {
            return new Evidence("no authorization_details", where, code().remedy());
        }
    }
}
