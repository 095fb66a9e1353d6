package dev.countersign.core.client;

import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.keys.KeySource;
import java.net.URI;
import java.util.Optional;

/**
 * The public keys with which an application authenticates: by client assertions (RFC 7523 §2.2), or in TLS by the
 * certificates of these keys (RFC 8705 §2.2).
 *
 * @param algorithm the only algorithm it signs with; empty means any supported one that fits its key
 */
public record ClientKeys(Optional<Algorithm> algorithm, Source source) {

    /** Source of the keys. */
    public sealed interface Source {
        /** A JWK set that the application publishes (RFC 7591 §2, {@code jwks_uri}). */
        record Url(URI url) implements Source {}

        /** A JWK set supplied by an administrator, as JSON text. */
        record Inline(String jwks) implements Source {}

        /** The corresponding key source. */
        default KeySource keys() {
            return switch (this) {
                case Url(URI url) -> new KeySource.JwksUrl(url);
                case Inline(String jwks) -> new KeySource.InlineJwkSet(jwks);
            };
        }
    }
}
