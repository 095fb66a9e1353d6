package dev.countersign.core.token;

import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.IssuerIdentifier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The claims of a JWT access token (RFC 9068 §2.2). */
public final class AccessTokenClaims {
    /** Claims that the server itself sets, which a mapped claim never replaces. */
    private static final Set<String> RESERVED = Set.of(
            "iss",
            "sub",
            "aud",
            "exp",
            "nbf",
            "iat",
            "jti",
            "client_id",
            "scope",
            "cnf",
            "act",
            "may_act",
            "typ",
            "active",
            "token_type",
            "token_introspection");

    private AccessTokenClaims() {}

    /** Whether mappings must not write a claim of this name. */
    public static boolean isReserved(String name) {
        return RESERVED.contains(name);
    }

    /** The claims in the order of the token. */
    static Map<String, Object> of(IssuerIdentifier self, IssuedToken token, Map<String, Object> mapped) {
        var claims = new LinkedHashMap<String, Object>(16);
        claims.put("iss", self.value());
        claims.put("sub", token.subject());
        claims.put("aud", audience(token.audiences()));
        claims.put("client_id", token.clientId().value());
        claims.put("iat", token.issuedAt().getEpochSecond());
        claims.put("exp", token.expiresAt().getEpochSecond());
        claims.put("jti", token.id().value());
        if (!token.scopes().isEmpty()) {
            claims.put("scope", token.scopes().toString());
        }
        if (!token.confirmation().isNone()) {
            claims.put("cnf", token.confirmation().members());
        }
        claims.putAll(token.derivation().claims());
        mapped.forEach((name, value) -> {
            if (!isReserved(name)) {
                claims.put(name, value);
            }
        });
        return claims;
    }

    private static Object audience(List<Audience> audiences) {
        return audiences.size() == 1
                ? audiences.getFirst().value()
                : audiences.stream().map(Audience::value).toList();
    }
}
