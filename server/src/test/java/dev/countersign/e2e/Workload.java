package dev.countersign.e2e;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.countersign.core.jose.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A platform that gives its workloads tokens, with one key. */
record Workload(JWK key, JWSAlgorithm algorithm, Optional<String> type) {

    /** A platform that signs with RSA. */
    static Workload signingWithRsa(String keyId) {
        try {
            JWK key = new RSAKeyGenerator(2048)
                    .keyID(keyId)
                    .keyUse(KeyUse.SIGNATURE)
                    .generate();
            return new Workload(key, JWSAlgorithm.RS256, Optional.of("JWT"));
        } catch (JOSEException fault) {
            throw new IllegalStateException(fault);
        }
    }

    /** A platform that signs with an elliptic curve. */
    static Workload signingWithEc(String keyId) {
        try {
            JWK key = new ECKeyGenerator(Curve.P_256).keyID(keyId).generate();
            return new Workload(key, JWSAlgorithm.ES256, Optional.of("JWT"));
        } catch (JOSEException fault) {
            throw new IllegalStateException(fault);
        }
    }

    /** The same platform, whose tokens have no {@code typ}. */
    Workload untyped() {
        return new Workload(key, algorithm, Optional.empty());
    }

    /** The published keys. */
    String jwks() {
        return new JWKSet(key).toPublicJWKSet().toString();
    }

    /** A token with these claims, and some others in place of theirs. */
    String token(Map<String, Object> claims, Map<String, Object> others) {
        var all = new LinkedHashMap<>(claims);
        all.putAll(others);
        try {
            JWSSigner signer = new DefaultJWSSignerFactory().createJWSSigner(key, algorithm);
            var header = new JWSHeader.Builder(algorithm).keyID(key.getKeyID());
            type.map(JOSEObjectType::new).ifPresent(header::type);
            var token =
                    new JWSObject(header.build(), new Payload(new String(JsonText.write(all), StandardCharsets.UTF_8)));
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException fault) {
            throw new IllegalStateException(fault);
        }
    }
}
