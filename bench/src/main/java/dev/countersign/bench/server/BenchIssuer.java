package dev.countersign.bench.server;

import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.VerificationKey;
import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.core.jose.signing.SigningKey;
import dev.countersign.core.jose.signing.TokenSigner;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The issuer of the assertions: an RSA key, the published key set, and signing. */
public final class BenchIssuer {
    static final String ISSUER = "https://issuer.bench.example";
    static final String SUBJECT = "alice";

    /**
     * The audience of all assertions: the issuer identifier of Keycloak, which is registered as the issuer's alias in
     * Countersign.
     */
    static final String AUDIENCE = Keycloak.ISSUER;

    /** The default maximum of an issuer, so that one pool serves many runs. */
    public static final Duration LIFETIME = Duration.ofHours(24);

    public static final Algorithm ALGORITHM = Algorithm.RS256;

    private final SigningKey key = SigningKey.generate(ALGORITHM);
    private final TokenSigner signer = new TokenSigner(key, "JWT");

    /** The JWK set with the public key. */
    public byte[] jwks() {
        return JsonText.write(Map.of("keys", List.of(key.publicJwk())));
    }

    public VerificationKey verificationKey() {
        return key.verificationKey();
    }

    /** Creates a new assertion of typical size: about 900 characters, always the same number. */
    public String assertion(Instant issuedAt) {
        return signer.sign(JsonText.write(claims(issuedAt)));
    }

    public static Map<String, Object> claims(Instant issuedAt) {
        var claims = new LinkedHashMap<String, Object>();
        claims.put("iss", ISSUER);
        claims.put("sub", SUBJECT);
        claims.put("aud", AUDIENCE);
        claims.put("iat", issuedAt.getEpochSecond());
        claims.put("exp", issuedAt.plus(LIFETIME).getEpochSecond());
        claims.put("jti", Secrets.generateId());
        claims.put("email", "alice@bench.example");
        claims.put("email_verified", true);
        claims.put("name", "Alice Liddell");
        claims.put("tenant", "b7c1f6a0-5d0e-4f0b-9d5f-2f3f0a8c9e11");
        return claims;
    }
}
