package dev.countersign.core.token;

import dev.countersign.core.oauth.UnmodifiableCopies;
import java.time.Duration;
import java.util.Map;

/** State of a text presented as an access token. */
public sealed interface TokenState {

    /**
     * A token of this server that is valid now.
     *
     * @param claims as in the JWT; for an opaque token, the equivalent claims
     */
    record Live(IssuedToken token, Map<String, Object> claims) implements TokenState {
        public Live {
            claims = UnmodifiableCopies.of(claims);
        }
    }

    /** An invalid token; the reason is not revealed. */
    record Dead() implements TokenState {}

    /** A token whose record cannot be read now, so it must not be accepted. */
    record Unknown(Duration retryAfter) implements TokenState {}
}
