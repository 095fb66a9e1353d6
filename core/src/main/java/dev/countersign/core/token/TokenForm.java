package dev.countersign.core.token;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.oauth.UnmodifiableCopies;
import java.util.Map;

/** Recorded form of an access token, by which it is recognised. */
public sealed interface TokenForm {

    /** A JWT, which is identified by its id (RFC 9068). */
    record Jwt() implements TokenForm {}

    /**
     * A random text, of which only the hash is recorded.
     *
     * @param claims mapped claims of the assertion, which the text does not contain
     */
    record Opaque(Sha256 hash, Map<String, Object> claims) implements TokenForm {
        public Opaque {
            claims = UnmodifiableCopies.of(claims);
        }
    }
}
