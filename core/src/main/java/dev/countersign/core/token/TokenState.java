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

    /** Anything else; the reason is told to no caller. */
    record Dead() implements TokenState {}

    /** Its record cannot be read now, so it is not relied upon. */
    record Unknown(Duration retryAfter) implements TokenState {}
}
