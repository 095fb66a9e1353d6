package dev.countersign.server.console.tryout;

import dev.countersign.core.rejection.RejectionCode;
import java.util.Optional;

/** The member of the header or of the claims that a check looks at. */
final class FaultyMember {
    private FaultyMember() {}

    /** The name of the member; empty for a code that concerns no particular one. */
    static Optional<String> of(RejectionCode code) {
        return switch (code) {
            case ISSUER_UNKNOWN, ISSUER_DISABLED, ISSUER_IS_OURSELVES, ISSUER_NOT_ALLOWED_FOR_CLIENT ->
                Optional.of("iss");
            case ASSERTION_ALGORITHM_NOT_ALLOWED -> Optional.of("alg");
            case ASSERTION_TYPE_NOT_ALLOWED -> Optional.of("typ");
            case ASSERTION_CRITICAL_HEADER -> Optional.of("crit");
            case ASSERTION_KEY_NOT_FOUND -> Optional.of("kid");
            case ASSERTION_AUDIENCE_MISMATCH -> Optional.of("aud");
            case ASSERTION_EXPIRED, ASSERTION_LIFETIME_TOO_LONG -> Optional.of("exp");
            case ASSERTION_NOT_YET_VALID -> Optional.of("nbf");
            case ASSERTION_ISSUED_IN_FUTURE, ASSERTION_TOO_OLD -> Optional.of("iat");
            case ASSERTION_REPLAYED -> Optional.of("jti");
            case ASSERTION_CLIENT_MISMATCH -> Optional.of("client_id");
            case POLICY_SUBJECT_NOT_MAPPED, POLICY_SUBJECT_BLOCKED -> Optional.of("sub");
            default -> Optional.empty();
        };
    }
}
