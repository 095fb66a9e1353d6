package dev.countersign.server.demo;

import dev.countersign.cli.remote.ApiResponse;
import dev.countersign.cli.remote.CallFailedException;
import dev.countersign.cli.remote.HttpTransport;
import dev.countersign.cli.remote.RemoteJson;
import dev.countersign.core.jose.CompactJws;
import dev.countersign.core.jose.JwsReading;
import dev.countersign.core.jose.json.Parsed;
import dev.countersign.core.jose.jwk.JwkSetReader;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.KeySelection;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Verifier of an access token in the role of an API: it uses only what the server publishes (RFC 9068 §4). */
record TokenProof(HttpTransport transport, String issuer, InstantSource clock) {

    /** Verifies the token and returns it. */
    CompactJws verify(String accessToken) throws DemoFailedException, CallFailedException {
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

    /** The URL of the published metadata (RFC 8414 §3.1, for an issuer identifier without a path). */
    static String metadataUrl(String issuer) {
        return issuer + "/.well-known/oauth-authorization-server";
    }

    private boolean isSigned(CompactJws jws) throws DemoFailedException, CallFailedException {
        ApiResponse metadata = transport.get(metadataUrl(issuer));
        require(issuer.equals(metadata.text("issuer")), "the metadata names another issuer");
        ApiResponse jwks = transport.get(metadata.text("jwks_uri"));
        var algorithm = Algorithm.of(jws.header().algorithm())
                .orElseThrow(() -> new DemoFailedException("The access token names an unknown algorithm"));
        return JwkSetReader.read(RemoteJson.write(jwks.json())) instanceof Parsed.Read(var keys)
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
