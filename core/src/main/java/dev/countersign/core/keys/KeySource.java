package dev.countersign.core.keys;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Source of the keys of a trusted token issuer. */
public sealed interface KeySource {

    /**
     * A JWK set fetched from the issuer (RFC 7517 §5).
     *
     * @param access what the fetch needs besides the URL
     */
    record JwksUrl(URI url, Access access) implements KeySource {
        /** The set at a public URL. */
        public JwksUrl(URI url) {
            this(url, Access.PUBLIC);
        }
    }

    /**
     * Access to a JWK set inside a company, such as that of a Kubernetes cluster.
     *
     * @param trustedCertificates certificate authorities in PEM that are trusted for this URL only, in addition to
     *     those of the server
     * @param bearerTokenFile path of a file with the bearer token of the request (RFC 6750), read for every fetch
     */
    record Access(List<String> trustedCertificates, Optional<String> bearerTokenFile) {
        public static final Access PUBLIC = new Access(List.of(), Optional.empty());

        public Access {
            trustedCertificates = List.copyOf(trustedCertificates);
        }

        /** Whether nothing besides the URL is needed. */
        public boolean isPublic() {
            return equals(PUBLIC);
        }
    }

    /** X.509 certificates pasted by an administrator, each in PEM, one certificate an element. */
    record Certificates(List<String> pem) implements KeySource {
        public Certificates {
            pem = List.copyOf(pem);
        }
    }

    /** A JWK set pasted by an administrator, as JSON text. */
    record InlineJwkSet(String json) implements KeySource {}
}
