package dev.countersign.core.jose.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.jose.CompactJws;
import dev.countersign.core.jose.JwsReading;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.Base64Url;
import dev.countersign.core.jose.key.Providers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TokenSignerTest {

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    @Spec("RFC 7515 §5.1")
    @Spec("RFC 7515 §7.1")
    void makesTokensThatWeReadAndVerify(Algorithm algorithm) {
        var key = TestSigningKeys.of(algorithm, Providers.CHOSEN);
        var token = new TokenSigner(key, "at+jwt").sign(JsonText.write(Map.of("sub", "älice")));

        if (!(CompactJws.read(token) instanceof JwsReading.Read(var jws))) {
            throw new AssertionError("Our own token cannot be read");
        }
        assertThat(jws.header().algorithm()).isEqualTo(algorithm.value());
        assertThat(jws.header().keyId()).contains(key.keyId());
        assertThat(jws.header().type()).contains("at+jwt");
        assertThat(jws.claims()).isEqualTo(Map.of("sub", "älice"));
        assertThat(jws.isSignedBy(key.verificationKey(), algorithm)).isTrue();
    }

    @Test
    @Spec("RFC 9068 §2.1")
    void writesAlgKidAndTypIntoTheHeaderAndNothingElse() {
        var key = SigningKey.generate(Algorithm.ES256);
        var token = new TokenSigner(key, "at+jwt").sign(JsonText.write(Map.of()));
        var header = Base64Url.decode(token.substring(0, token.indexOf('.'))).orElseThrow();

        assertThat(new String(header, StandardCharsets.UTF_8))
                .isEqualTo("{\"alg\":\"ES256\",\"kid\":\"%s\",\"typ\":\"at+jwt\"}".formatted(key.keyId()));
    }

    @Test
    @Spec("RFC 9449 §4.2")
    void writesThePublicKeyItselfInPlaceOfItsIdWhereTheRecipientDoesNotKnowIt() {
        var key = SigningKey.generate(Algorithm.ES256);
        var token = TokenSigner.withPublicKey(key, "dpop+jwt").sign(JsonText.write(Map.of()));
        var header = Base64Url.decode(token.substring(0, token.indexOf('.'))).orElseThrow();
        var jwk = key.publicJwk();

        assertThat(new String(header, StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"alg\":\"ES256\",\"jwk\":{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"%s\",\"y\":\"%s\"},\"typ\":\"dpop+jwt\"}"
                                .formatted(jwk.get("x"), jwk.get("y")));
    }
}
