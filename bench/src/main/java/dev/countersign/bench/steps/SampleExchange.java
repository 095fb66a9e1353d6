package dev.countersign.bench.steps;

import dev.countersign.core.fixtures.SampleAssertion;
import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.fixtures.SampleKeys;
import dev.countersign.core.fixtures.SampleServer;
import dev.countersign.core.jose.CompactJws;
import dev.countersign.core.jose.JwsReading;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.core.jose.signing.SigningKey;
import dev.countersign.core.jwt.JwtFacts;
import dev.countersign.core.jwt.UnverifiedJwt;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.oauth.TokenId;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.core.token.AccessTokenMinter;
import dev.countersign.core.token.IssuedToken;
import dev.countersign.core.token.SigningKeys;
import dev.countersign.core.token.TokenForm;
import dev.countersign.core.trust.IssuerPolicy;
import dev.countersign.core.trust.TrustedIssuer.ClaimMapping;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The exchange that all benchmarks take their part from, at a moment that never passes. */
final class SampleExchange {
    static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    static final String TENANT = "b7c1f6a0-5d0e-4f0b-9d5f-2f3f0a8c9e11";

    /** The claims that go into the access token. */
    static final Map<String, Object> MAPPED = Map.of("email", "alice@partner.example");

    private SampleExchange() {}

    /** An assertion of the size that identity providers make: ten claims, with RS256 about 900 characters. */
    static String assertion(Algorithm algorithm) {
        return SampleAssertion.at(NOW)
                .with("jti", Secrets.generateId())
                .with("email", "alice@partner.example")
                .with("email_verified", true)
                .with("name", "Alice Liddell")
                .with("tenant", TENANT)
                .signedBy(SampleKeys.ofThirdParty(algorithm))
                .compact();
    }

    /** The same assertion, taken apart. */
    static UnverifiedJwt unverified() {
        if (UnverifiedJwt.read(assertion(Algorithm.RS256))
                instanceof Ruling.Granted<UnverifiedJwt>(UnverifiedJwt read)) {
            return read;
        }
        throw new IllegalStateException("The sample assertion is not readable");
    }

    /** Any JWT, taken apart. */
    static CompactJws jws(String compact) {
        if (CompactJws.read(compact) instanceof JwsReading.Read(CompactJws jws)) {
            return jws;
        }
        throw new IllegalStateException("The sample token is not readable");
    }

    static JwtFacts facts() {
        return new JwtFacts(
                unverified(),
                IssuerPolicy.of(issuer().build(), SampleServer.RULES).profile(),
                NOW);
    }

    /** The issuer of the assertion, with all defaults and one claim that is taken over. */
    static SampleIssuer issuer() {
        return SampleIssuer.partner().claims(new ClaimMapping("email", "email"));
    }

    /** The record of the access token. */
    static IssuedToken issued() {
        var client = SampleClient.orders().build();
        return new IssuedToken(
                new TokenId(Secrets.generateId()),
                Optional.of(issuer().build().id()),
                "partner:alice",
                client.id(),
                client.clientId(),
                ScopeSet.of(List.of("orders:read")),
                List.of(SampleServer.IDENTITY.asAudience()),
                NOW,
                NOW.plus(Duration.ofHours(1)),
                new TokenForm.Jwt());
    }

    /** A minter with a key for this algorithm and no other. */
    static AccessTokenMinter minter(Algorithm algorithm) {
        return new AccessTokenMinter(keys(algorithm));
    }

    /** Our one key. Unlike the fixture of the tests it is at hand, and not looked up by a name made for the purpose. */
    static SigningKeys keys(Algorithm algorithm) {
        return new OneKey(SigningKey.generate(algorithm));
    }

    private record OneKey(SigningKey key) implements SigningKeys {
        @Override
        public SigningKey active(Algorithm algorithm) {
            return key;
        }

        @Override
        public List<SigningKey> published() {
            return List.of(key);
        }
    }
}
