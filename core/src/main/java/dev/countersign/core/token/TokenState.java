package dev.countersign.core.token;

import dev.countersign.core.oauth.UnmodifiableCopies;
import java.time.Duration;
import java.util.Map;

/** What a text that is presented as an access token is worth now. */
public sealed interface TokenState {

    /**
     * A token of ours that is valid now.
     *
     * @param claims as in the JWT; for an opaque token, as they would stand there
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
