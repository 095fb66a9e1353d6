package dev.countersign.core.token;

import dev.countersign.core.client.ChainingTarget;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.signing.SigningKey;
import dev.countersign.core.jose.signing.TokenSigner;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.oauth.ServerIdentity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Signer of authorization grants for other authorization servers: JWTs (RFC 7523 §3), and ID-JAGs where the application
 * has a client id there.
 */
public final class ChainingGrants {
    private static final String ID_JAG = "oauth-id-jag+jwt";
    private static final String ORDINARY = "JWT";

    private ChainingGrants() {}

    /**
     * Signs a grant.
     *
     * @param grant subject, scopes and times of the grant, which is not recorded as an access token
     * @param resources at the other server
     * @param mapped mapped claims; those with a reserved name are left out
     */
    public static String mint(
            ServerIdentity self,
            IssuedToken grant,
            ChainingTarget target,
            List<String> resources,
            SigningKey key,
            Map<String, Object> mapped) {
        var claims = new LinkedHashMap<String, Object>();
        claims.put("iss", self.issuer().value());
        claims.put("sub", grant.subject());
        claims.put("aud", target.audience().value());
        claims.put("iat", grant.issuedAt().getEpochSecond());
        claims.put("exp", grant.expiresAt().getEpochSecond());
        claims.put("jti", grant.id().value());
        target.clientId().map(ClientId::value).ifPresent(id -> claims.put("client_id", id));
        if (!grant.scopes().isEmpty()) {
            claims.put("scope", grant.scopes().toString());
        }
        if (!resources.isEmpty()) {
            claims.put("resource", resources.size() == 1 ? resources.getFirst() : resources);
        }
        claims.putAll(grant.derivation().claims());
        mapped.forEach((name, value) -> {
            if (!AccessTokenClaims.isReserved(name)) {
                claims.putIfAbsent(name, value);
            }
        });
        String type = target.clientId().isPresent() ? ID_JAG : ORDINARY;
        return new TokenSigner(key, type).sign(JsonText.write(claims));
    }
}
