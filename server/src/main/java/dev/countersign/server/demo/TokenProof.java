package dev.countersign.server.demo;

import dev.countersign.core.jose.CompactJws;
import dev.countersign.core.jose.JwsReading;
import dev.countersign.core.jose.json.Parsed;
import dev.countersign.core.jose.jwk.JwkSetReader;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.KeySelection;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** What an API does with an access token: verifies it by nothing but what the server publishes (RFC 9068 §4). */
final class TokenProof {
    private final HttpsCaller caller;
    private final String issuer;
    private final InstantSource clock;

    TokenProof(HttpsCaller caller, String issuer, InstantSource clock) {
        this.caller = caller;
        this.issuer = issuer;
        this.clock = clock;
    }

    /** The token, verified. */
    CompactJws verify(String accessToken) throws DemoFailedException {
        if (!(CompactJws.read(accessToken) instanceof JwsReading.Read(CompactJws jws))) {
            throw new DemoFailedException("The access token is no compact JWS");
        }
        require(jws.header().type().equals(Optional.of("at+jwt")), "its typ is not at+jwt");
        require(isSigned(jws), "no published key verifies its signature");
        Map<String, Object> claims = jws.claims();
        require(issuer.equals(claims.get("iss")), "its iss is not " + issuer);
        require(
                claims.get("exp") instanceof Number exp
                        && exp.longValue() > clock.instant().getEpochSecond(),
                "it is expired");
        return jws;
    }

    /** The address of the published metadata (RFC 8414 §3.1, for an issuer identifier without a path). */
    static String metadataUrl(String issuer) {
        return issuer + "/.well-known/oauth-authorization-server";
    }

    private boolean isSigned(CompactJws jws) throws DemoFailedException {
        var metadata = Registration.expect(200, caller.get(metadataUrl(issuer)), "The metadata");
        require(issuer.equals(metadata.json().get("issuer")), "the metadata names another issuer");
        var jwks = Registration.expect(200, caller.get(Registration.text(metadata, "jwks_uri")), "The JWK set");
        var algorithm = Algorithm.of(jws.header().algorithm())
                .orElseThrow(() -> new DemoFailedException("The access token names an unknown algorithm"));
        return JwkSetReader.read(jwks.body().getBytes(StandardCharsets.UTF_8)) instanceof Parsed.Read(var keys)
                && keys.select(algorithm, jws.header().keyId(), clock.instant())
                        instanceof KeySelection.Candidates(var candidates)
                && candidates.stream().anyMatch(key -> jws.isSignedBy(key, algorithm));
    }

    private static void require(boolean condition, String otherwise) throws DemoFailedException {
        if (!condition) {
            throw new DemoFailedException("The access token does not verify: " + otherwise);
        }
    }
}
