package dev.countersign.core.keys;

import java.net.URI;
import java.util.List;

/** Where the keys of a trusted token issuer come from. */
public sealed interface KeySource {

    /** A JWK set fetched from the issuer (RFC 7517 §5). */
    record JwksUrl(URI url) implements KeySource {}

    /** X.509 certificates pasted by an administrator, each in PEM, one certificate an element. */
    record Certificates(List<String> pem) implements KeySource {
        public Certificates {
            pem = List.copyOf(pem);
        }
    }

    /** A JWK set pasted by an administrator, as JSON text. */
    record InlineJwkSet(String json) implements KeySource {}
}
