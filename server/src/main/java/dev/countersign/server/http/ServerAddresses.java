package dev.countersign.server.http;

import dev.countersign.core.oauth.ServerIdentity;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * URLs of the server's endpoints, all derived from the configured issuer identifier and never from a request (RFC 8414
 * §3).
 *
 * @param issuer our issuer identifier, byte for byte as configured
 * @param tokenEndpoint the URL of the token endpoint
 * @param authorizationEndpoint URL that refuses authorization requests
 * @param introspectionEndpoint the URL of RFC 7662
 * @param revocationEndpoint the URL of RFC 7009
 * @param globalTokenRevocationEndpoint URL that revokes all tokens of a subject; part of the REST API
 * @param jwksUri the URL of our published keys
 * @param self the identity they are derived from
 */
record ServerAddresses(
        String issuer,
        String tokenEndpoint,
        String authorizationEndpoint,
        String introspectionEndpoint,
        String revocationEndpoint,
        String globalTokenRevocationEndpoint,
        String jwksUri,
        ServerIdentity self) {
    static final String WELL_KNOWN = "/.well-known/oauth-authorization-server";
    static final String OPENID = "/.well-known/openid-configuration";

    static ServerAddresses of(ServerIdentity self) {
        String issuer = self.issuer().value();
        String base = self.base();
        return new ServerAddresses(
                issuer,
                self.tokenEndpoint().value(),
                base + "/oauth2/authorize",
                base + "/oauth2/introspect",
                base + "/oauth2/revoke",
                base + "/api/v1/global-token-revocation",
                base + "/oauth2/jwks",
                self);
    }

    /**
     * The paths of the metadata. The issuer's own path follows the well-known one (RFC 8414 §3.1). For clients that
     * look nowhere else, the same document has the name of OpenID Connect Discovery, there (RFC 8414 §5) and after the
     * issuer's own path (OpenID Connect Discovery §4), which a proxy may forward or remove. That of an organization
     * other than the root is found after its path as well, unless it has host names: the issuer identifier in the document
     * is then not the one that the URL was made from (RFC 8414 §3.3).
     */
    Set<String> metadataPaths() {
        var paths = new LinkedHashSet<String>();
        paths.add(WELL_KNOWN + self.path());
        paths.add(OPENID + self.path());
        for (String path : self.ownPaths()) {
            paths.add(path + OPENID);
            if (!self.organizationPath().isEmpty()) {
                paths.add(path + WELL_KNOWN);
                paths.add(WELL_KNOWN + path);
                paths.add(OPENID + path);
            }
        }
        return Collections.unmodifiableSet(paths);
    }
}
