package dev.countersign.core.client;

import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.keys.KeySource;
import java.net.URI;
import java.util.Optional;

/**
 * The public keys with which an application proves who it is (RFC 7523 §2.2).
 *
 * @param algorithm the one algorithm it signs with; empty means any of ours that fits its key
 */
public record ClientKeys(Optional<Algorithm> algorithm, Source source) {

    /** Where the keys come from. */
    public sealed interface Source {
        /** A JWK set that the application publishes (RFC 7591 §2, {@code jwks_uri}). */
        record Url(URI url) implements Source {}

        /** A JWK set that an administrator gave, as JSON text. */
        record Inline(String jwks) implements Source {}

        /** The same among all sources of keys. */
        default KeySource keys() {
            return switch (this) {
                case Url(URI url) -> new KeySource.JwksUrl(url);
                case Inline(String jwks) -> new KeySource.InlineJwkSet(jwks);
            };
        }
    }
}
