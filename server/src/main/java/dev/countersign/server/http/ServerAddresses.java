package dev.countersign.server.http;

import dev.countersign.core.oauth.ServerIdentity;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Where our endpoints are, all derived from the configured issuer identifier and never from a request (RFC 8414 §3).
 *
 * @param issuer our issuer identifier, byte for byte as configured
 * @param tokenEndpoint the URL of the token endpoint
 * @param authorizationEndpoint where authorization requests are answered that none is served
 * @param introspectionEndpoint the URL of RFC 7662
 * @param revocationEndpoint the URL of RFC 7009
 * @param globalTokenRevocationEndpoint where everything of a subject is revoked; part of the REST API
 * @param jwksUri the URL of our published keys
 * @param path the path of the issuer identifier without a slash at its end; empty when it has none
 */
record ServerAddresses(
        String issuer,
        String tokenEndpoint,
        String authorizationEndpoint,
        String introspectionEndpoint,
        String revocationEndpoint,
        String globalTokenRevocationEndpoint,
        String jwksUri,
        String path) {
    private static final String WELL_KNOWN = "/.well-known/oauth-authorization-server";
    private static final String OPENID = "/.well-known/openid-configuration";

    static ServerAddresses of(ServerIdentity self) {
        String issuer = self.issuer().value();
        String base = withoutSlash(issuer);
        return new ServerAddresses(
                issuer,
                self.tokenEndpoint().value(),
                base + "/oauth2/authorize",
                base + "/oauth2/introspect",
                base + "/oauth2/revoke",
                base + "/api/v1/global-token-revocation",
                base + "/oauth2/jwks",
                withoutSlash(URI.create(issuer).getRawPath()));
    }

    /**
     * The paths of the metadata. The issuer's own path follows the well-known one (RFC 8414 §3.1). For clients that ask
     * nowhere else, the same stands under the name of OpenID Connect Discovery, there (RFC 8414 §5) and behind the issuer's
     * own path (OpenID Connect Discovery §4), which a proxy may pass on or take away.
     */
    Set<String> metadataPaths() {
        var paths = new LinkedHashSet<String>();
        paths.add(WELL_KNOWN + path);
        paths.add(OPENID + path);
        paths.add(path + OPENID);
        paths.add(OPENID);
        return Collections.unmodifiableSet(paths);
    }

    private static String withoutSlash(String text) {
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
}
