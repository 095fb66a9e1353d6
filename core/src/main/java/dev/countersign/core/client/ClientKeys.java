package dev.countersign.core.client;

import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.keys.KeySource;
import java.net.URI;
import java.util.List;
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
        /**
         * A JWK set that the application publishes (RFC 7591 §2, {@code jwks_uri}).
         *
         * @param trustedCertificates certificate authorities in PEM that are trusted for this URL only, in addition to
         *     those of the server
         */
        record Url(URI url, List<String> trustedCertificates) implements Source {
            public Url {
                trustedCertificates = List.copyOf(trustedCertificates);
            }

            /** The set at a URL of which the server knows the authority. */
            public Url(URI url) {
                this(url, List.of());
            }
        }

        /** A JWK set supplied by an administrator, as JSON text. */
        record Inline(String jwks) implements Source {}

        /** The corresponding key source. */
        default KeySource keys() {
            return switch (this) {
                case Url(URI url, List<String> authorities) ->
                    new KeySource.JwksUrl(url, new KeySource.Access(authorities, Optional.empty()));
                case Inline(String jwks) -> new KeySource.InlineJwkSet(jwks);
            };
        }
    }
}
