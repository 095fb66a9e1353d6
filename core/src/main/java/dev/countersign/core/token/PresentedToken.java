package dev.countersign.core.token;

import dev.countersign.core.dpop.ProofTarget;
import dev.countersign.core.jose.certificate.ClientCertificate;
import java.util.List;
import java.util.Optional;

/**
 * An access token in the {@code Authorization} header of a request to this server (RFC 6750 §2.1, RFC 9449 §7.1). Its
 * string form is redacted.
 *
 * @param scheme of authentication
 * @param proofs the values of all {@code DPoP} header fields
 * @param method of the request
 * @param urls of the request, as this server publishes them
 * @param certificate of the caller, as its connection shows it (RFC 8705 §3)
 */
public record PresentedToken(
        Scheme scheme,
        String token,
        List<String> proofs,
        String method,
        List<String> urls,
        Optional<ClientCertificate> certificate) {

    public PresentedToken {
        proofs = List.copyOf(proofs);
        urls = List.copyOf(urls);
    }

    /** Scheme of authentication. */
    public enum Scheme {
        BEARER,
        /** With a proof of possession of the key to which the token is bound. */
        DPOP
    }

    /** The request that a proof must have been made for. */
    ProofTarget target() {
        return ProofTarget.withToken(method, urls, token);
    }

    @Override
    public String toString() {
        return "PresentedToken[redacted]";
    }
}
