package dev.countersign.server.http;

import dev.countersign.core.assertion.ServerIdentity;
import java.net.URI;

/**
 * Where our endpoints are, all derived from the configured issuer identifier and never from a request (RFC 8414 §3).
 *
 * @param issuer our issuer identifier, byte for byte as configured
 * @param tokenEndpoint the URL of the token endpoint
 * @param introspectionEndpoint the URL of RFC 7662
 * @param revocationEndpoint the URL of RFC 7009
 * @param globalTokenRevocationEndpoint where everything of a subject is revoked; part of the REST API
 * @param jwksUri the URL of our published keys
 * @param path the path of the issuer identifier without a slash at its end; empty when it has none
 */
record ServerAddresses(
        String issuer,
        String tokenEndpoint,
        String introspectionEndpoint,
        String revocationEndpoint,
        String globalTokenRevocationEndpoint,
        String jwksUri,
        String path) {
    private static final String WELL_KNOWN = "/.well-known/oauth-authorization-server";

    static ServerAddresses of(ServerIdentity self) {
        String issuer = self.issuer().value();
        String base = withoutSlash(issuer);
        return new ServerAddresses(
                issuer,
                self.tokenEndpoint().value(),
                base + "/oauth2/introspect",
                base + "/oauth2/revoke",
                base + "/api/v1/global-token-revocation",
                base + "/oauth2/jwks",
                withoutSlash(URI.create(issuer).getRawPath()));
    }

    /** The path of the metadata: the issuer's own path follows the well-known one (RFC 8414 §3.1). */
    String metadataPath() {
        return WELL_KNOWN + path;
    }

    private static String withoutSlash(String text) {
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
}
