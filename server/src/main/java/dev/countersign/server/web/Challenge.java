package dev.countersign.server.web;

import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.token.PresentedToken.Scheme;
import dev.countersign.server.transport.Header;

/** The values of {@code WWW-Authenticate} at protected endpoints (RFC 6750 §3, RFC 9449 §7.1). */
final class Challenge {
    /** The challenge to a request without an access token. */
    static final Header BEARER = header("Bearer realm=\"countersign\"");

    private static final String ALGORITHMS = String.join(" ", Algorithm.names());

    private Challenge() {}

    static Header bearer(String error) {
        return header("Bearer realm=\"countersign\", error=\"%s\"".formatted(error));
    }

    static Header dpop(String error) {
        return header("DPoP realm=\"countersign\", error=\"%s\", algs=\"%s\"".formatted(error, ALGORITHMS));
    }

    /** The challenge to a request with an invalid token, one bound to a key among them. */
    static Header invalidToken(Scheme scheme) {
        return scheme == Scheme.DPOP ? dpop("invalid_token") : bearer("invalid_token");
    }

    static Header insufficientScope(Scheme scheme, String scope) {
        return header("%s realm=\"countersign\", error=\"insufficient_scope\", scope=\"%s\""
                .formatted(scheme == Scheme.DPOP ? "DPoP" : "Bearer", scope));
    }

    private static Header header(String value) {
        return new Header("WWW-Authenticate", value);
    }
}
