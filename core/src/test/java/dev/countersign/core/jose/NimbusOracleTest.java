package dev.countersign.core.jose;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.Ed25519Parameters;
import dev.countersign.core.jose.key.Providers;
import dev.countersign.core.jose.key.PublicKeys;
import dev.countersign.core.jose.signing.TestSigningKeys;
import dev.countersign.core.jose.signing.TokenSigner;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Map;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Interoperability test with Nimbus: Countersign verifies what Nimbus signs, and Nimbus verifies what Countersign
 * signs.
 */
@ParameterizedClass
@EnumSource(Providers.class)
class NimbusOracleTest {
    private static final byte[] CLAIMS = JsonText.write(Map.of("iss", "https://issuer.example", "sub", "älice"));

    /** Made once: it takes long. */
    private static final RSAKey RSA = newRsaKey();

    @Parameter
    Providers providers;

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void nimbusVerifiesWhatWeSign(Algorithm algorithm) throws Exception {
        var key = TestSigningKeys.of(algorithm, providers);
        var published = JWK.parse(key.publicJwk());
        var token = SignedJWT.parse(new TokenSigner(key, "at+jwt").sign(CLAIMS));

        assertThat(verifies(token, published)).isTrue();
        assertThat(token.getHeader().getKeyID()).isEqualTo(key.keyId());
        assertThat(token.getHeader().getType().getType()).isEqualTo("at+jwt");
        assertThat(token.getJWTClaimsSet().getSubject()).isEqualTo("älice");
        assertThat(published.computeThumbprint()).hasToString(key.keyId());
        assertThat(published.isPrivate()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(value = Algorithm.class, names = "EDDSA", mode = EnumSource.Mode.EXCLUDE)
    void weVerifyWhatNimbusSigns(Algorithm algorithm) throws Exception {
        var nimbusKey = generate(algorithm);
        var token = new SignedJWT(
                new JWSHeader(JWSAlgorithm.parse(algorithm.value())),
                new JWTClaimsSet.Builder().subject("älice").build());
        token.sign(signer(nimbusKey));
        var key = PublicKeys.ofJwk(nimbusKey.toPublicJWK().toJSONObject(), providers.provider());

        if (!(CompactJws.read(token.serialize()) instanceof JwsReading.Read(var jws))) {
            throw new AssertionError("The token of Nimbus cannot be read");
        }
        assertThat(jws.isSignedBy(key, algorithm)).isTrue();
        assertThat(jws.claims()).containsEntry("sub", "älice");
        assertThat(key.thumbprint()).isEqualTo(nimbusKey.computeThumbprint().toString());
    }

    private static RSAKey newRsaKey() {
        try {
            return new RSAKeyGenerator(2048).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JWK generate(Algorithm algorithm) throws Exception {
        return switch (algorithm) {
            case ES256 -> new ECKeyGenerator(Curve.P_256).generate();
            case ES384 -> new ECKeyGenerator(Curve.P_384).generate();
            case ES512 -> new ECKeyGenerator(Curve.P_521).generate();
            default -> RSA;
        };
    }

    private static JWSSigner signer(JWK key) throws Exception {
        return key instanceof ECKey ec ? new ECDSASigner(ec) : new RSASSASigner(key.toRSAKey());
    }

    private static boolean verifies(SignedJWT token, JWK key) throws Exception {
        if (key instanceof RSAKey || key instanceof ECKey) {
            JWSVerifier verifier = key instanceof ECKey ec ? new ECDSAVerifier(ec) : new RSASSAVerifier(key.toRSAKey());
            return token.verify(verifier);
        }
        // For Ed25519 Nimbus wants a library that we do not have; the JDK is the second opinion.
        var verifier = Signature.getInstance("Ed25519", "SunEC");
        var x509 = (X509EncodedKeySpec)
                Ed25519Parameters.of(key.toOctetKeyPair().getDecodedX()).spec();
        verifier.initVerify(PublicKeys.x509("Ed25519", x509.getEncoded()));
        verifier.update(token.getSigningInput());
        return verifier.verify(token.getSignature().decode());
    }
}
