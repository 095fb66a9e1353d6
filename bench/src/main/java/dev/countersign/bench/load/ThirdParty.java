package dev.countersign.bench.load;

import dev.countersign.core.jose.Algorithm;
import dev.countersign.core.jose.JsonText;
import dev.countersign.core.jose.Secrets;
import dev.countersign.core.jose.SigningKey;
import dev.countersign.core.jose.TokenSigner;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The issuer whose assertions are exchanged: an RSA key, the set it is published in, and what it signs. */
final class ThirdParty {
    static final String ISSUER = "https://issuer.bench.example";
    static final String SUBJECT = "alice";

    /** As long as an issuer lets it be by default: one pool serves many runs. */
    static final Duration LIFETIME = Duration.ofHours(12);

    private final SigningKey key = SigningKey.generate(Algorithm.RS256);
    private final TokenSigner signer = new TokenSigner(key, "JWT");
    private final Instant issuedAt;
    private final String audience;
    private final java.util.concurrent.atomic.AtomicInteger n = new java.util.concurrent.atomic.AtomicInteger();

    /** @param audience the one value that all servers under load accept */
    ThirdParty(Instant issuedAt, String audience) {
        this.issuedAt = issuedAt;
        this.audience = audience;
    }

    /** The JWK set with the public key. */
    byte[] jwks() {
        return JsonText.write(Map.of("keys", List.of(key.publicJwk())));
    }

    /** An assertion that nobody has presented yet, of the size that identity providers make: about 900 characters. */
    String assertion() {
        long iat = issuedAt.getEpochSecond() - 600 + n.getAndIncrement() / 8000;
        var claims = new LinkedHashMap<String, Object>();
        claims.put("iss", ISSUER);
        claims.put("sub", SUBJECT);
        claims.put("aud", audience);
        claims.put("iat", iat);
        claims.put("exp", iat + LIFETIME.toSeconds());
        claims.put("jti", Secrets.generateId());
        claims.put("email", "alice@bench.example");
        claims.put("email_verified", true);
        claims.put("name", "Alice Liddell");
        claims.put("tenant", "b7c1f6a0-5d0e-4f0b-9d5f-2f3f0a8c9e11");
        return signer.sign(JsonText.write(claims));
    }
}
