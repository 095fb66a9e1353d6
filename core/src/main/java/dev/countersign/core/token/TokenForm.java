package dev.countersign.core.token;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.oauth.UnmodifiableCopies;
import java.util.Map;

/** What is kept of an access token so that it can be recognised. */
public sealed interface TokenForm {

    /** A JWT says by itself what it is; its id is enough (RFC 9068). */
    record Jwt() implements TokenForm {}

    /**
     * A random text, of which only the hash is kept.
     *
     * @param claims those taken over from the assertion, which no text carries
     */
    record Opaque(Sha256 hash, Map<String, Object> claims) implements TokenForm {
        public Opaque {
            claims = UnmodifiableCopies.of(claims);
        }
    }
}
