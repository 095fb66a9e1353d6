package dev.countersign.core.jose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.Base64Url;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jose.signing.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompactJwsTest {
    private static final String HEADER = encode("{\"alg\":\"RS256\",\"kid\":\"k1\",\"typ\":\"JWT\"}");
    private static final String CLAIMS = encode("{\"iss\":\"https://issuer.example\",\"aud\":[\"a\"]}");
    private static final String SIGNATURE = "AQID";
    private static final String TOKEN = HEADER + '.' + CLAIMS + '.' + SIGNATURE;

    @Test
    @Spec("RFC 7515 §7.1")
    void readsHeaderClaimsSigningInputAndSignature() {
        var jws = read(TOKEN);

        assertThat(jws.header().algorithm()).isEqualTo("RS256");
        assertThat(jws.header().keyId()).contains("k1");
        assertThat(jws.header().type()).contains("JWT");
        assertThat(jws.header().contentType()).isEmpty();
        assertThat(jws.header().critical()).isEmpty();
        assertThat(jws.claims()).containsEntry("iss", "https://issuer.example").containsEntry("aud", List.of("a"));
        assertThat(jws.signingInput()).asString(StandardCharsets.US_ASCII).isEqualTo(HEADER + '.' + CLAIMS);
        assertThat(jws.signature()).containsExactly(1, 2, 3);
        assertThat(jws.signingInputHash()).isEqualTo(Sha256.ofUtf8(HEADER + '.' + CLAIMS));
    }

    @Test
    void handsOutCopies() {
        var jws = read(TOKEN);
        jws.signature()[0] = 9;
        jws.signingInput()[0] = 9;

        assertThat(jws.signature()).containsExactly(1, 2, 3);
        assertThat(jws.signingInput()).asString(StandardCharsets.US_ASCII).startsWith(HEADER);
    }

    @Test
    void neverShowsTheTokenAsText() {
        assertThat(read(TOKEN).toString()).doesNotContain(SIGNATURE).doesNotContain("issuer");
    }

    @Test
    @Spec("RFC 7515 §A.5")
    void readsAnUnsecuredTokenSoThatItsAlgorithmCanBeRefused() {
        var jws = read(encode("{\"alg\":\"none\"}") + '.' + CLAIMS + '.');

        assertThat(jws.signature()).isEmpty();
        assertThat(Algorithm.of(jws.header().algorithm())).isEmpty();
    }

    @Test
    void readsATokenWithoutSignatureUnderARealAlgorithmThatNoKeyVerifies() {
        var jws = read(HEADER + '.' + CLAIMS + '.');
        var key = SigningKey.generate(Algorithm.RS256).verificationKey();

        assertThat(jws.isSignedBy(key, Algorithm.RS256)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a", "a.b", "..", "...", "....", ".....", "a.b.c.d", "a.b.c.d.e.f"})
    @Spec("RFC 7515 §7.1")
    void refusesAnythingButThreeParts(String text) {
        assertThat(problem(text)).isNotEmpty();
    }

    @Test
    @Spec("RFC 7515 §2")
    void refusesAnythingAroundOrBetweenTheParts() {
        for (var extra : List.of(
                " ", "\t", "\r\n", "\n", "=", "+", "/", "\"", "{", "é", "\u0100", "\u2024", "😀", "\ud83d", "\0")) {
            assertThat(problem(extra + TOKEN)).isNotEmpty();
            assertThat(problem(TOKEN + extra)).isNotEmpty();
            assertThat(problem(HEADER + extra + '.' + CLAIMS + '.' + SIGNATURE)).isNotEmpty();
            assertThat(problem(HEADER + '.' + extra + CLAIMS + '.' + SIGNATURE)).isNotEmpty();
        }
    }

    @Test
    @Spec("RFC 7523 §2.1")
    void refusesSeveralTokens() {
        for (var separator : List.of(" ", ",", ";", "\n", ".")) {
            assertThat(problem(TOKEN + separator + TOKEN)).isNotEmpty();
        }
        // Without a separator the five parts look like a JWE, which is refused as well.
        assertThat(CompactJws.read(TOKEN + TOKEN)).isNotInstanceOf(JwsReading.Read.class);
    }

    @Test
    @Spec("RFC 7523 §2.1")
    void refusesTheJsonSerialization() {
        assertThat(problem("{\"payload\":\"%s\",\"protected\":\"%s\",\"signature\":\"%s\"}"
                        .formatted(CLAIMS, HEADER, SIGNATURE)))
                .isNotEmpty();
        assertThat(problem("{\"payload\":\"a.b.c\"}")).isNotEmpty();
    }

    @Test
    @Spec("RFC 7515 §2")
    void refusesPaddingAndStrayBitsInEveryPart() {
        assertThat(problem(HEADER + '.' + CLAIMS + ".AQI=")).isNotEmpty();
        assertThat(problem(HEADER + '.' + CLAIMS + ".AQJ")).isNotEmpty();
        assertThat(problem(HEADER + '.' + CLAIMS + ".A")).isNotEmpty();
        assertThat(problem(encode("{\"alg\":\"RS256\"} ") + "=." + CLAIMS + ".AQID"))
                .isNotEmpty();
        assertThat(problem(HEADER + ".e30=.AQID")).isNotEmpty();
        assertThat(problem(HEADER + ".e31.AQID")).isNotEmpty();
        assertThat(read(HEADER + ".e30.AQID").claims()).isEmpty();
    }

    @Test
    @Spec("RFC 7519 §7.2")
    void recognisesAnEncryptedTokenAndLeavesItAlone() {
        assertThat(CompactJws.read("eyJhbGciOiJkaXIifQ..aXY.Y2lwaGVy.dGFn"))
                .isEqualTo(new JwsReading.Encrypted("JWE compact serialization"));
        assertThat(CompactJws.read("eyJhbGciOiJkaXIifQ.a2V5.aXY.Y2lwaGVy.dGFn"))
                .isInstanceOf(JwsReading.Encrypted.class);
        assertThat(problem("eyJhbGciOiJkaXIifQ. .aXY.Y2lwaGVy.dGFn")).isNotEmpty();
        assertThat(problem(".a2V5.aXY.Y2lwaGVy.dGFn")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"alg\":\"\"}",
                "{\"alg\":null}",
                "{\"alg\":1}",
                "{\"alg\":[\"RS256\"]}",
                "{\"ALG\":\"RS256\"}",
                "{\"alg\":\"RS256\",\"kid\":1}",
                "{\"alg\":\"RS256\",\"kid\":true}",
                "{\"alg\":\"RS256\",\"typ\":[\"JWT\"]}",
                "{\"alg\":\"RS256\",\"cty\":true}",
                "{\"alg\":\"RS256\",\"alg\":\"none\"}",
                "[]"
            })
    @Spec("RFC 7515 §4.1.1")
    @Spec("RFC 7515 §4.1.4")
    void refusesAHeaderThatIsNoHeader(String header) {
        assertThat(problem(encode(header) + '.' + CLAIMS + '.' + SIGNATURE)).startsWith("Header: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"a\"", "1", "{\"iss\":1,\"iss\":2}", "{\"a\":1} x", "Payload", "{\"a\":01}"})
    @Spec("RFC 7519 §7.2")
    void refusesClaimsThatAreNoObject(String claims) {
        assertThat(problem(HEADER + '.' + encode(claims) + '.' + SIGNATURE)).startsWith("Claims: ");
    }

    @Test
    void refusesATokenWithoutClaims() {
        assertThat(problem(HEADER + ".." + SIGNATURE)).isNotEmpty();
        assertThat(problem('.' + CLAIMS + '.' + SIGNATURE)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"crit\":[\"exp\"]",
                "\"crit\":[]",
                "\"crit\":null",
                "\"crit\":\"exp\"",
                "\"crit\":[\"alg\"]",
                "\"crit\":[\"x\",\"x\"],\"x\":1",
                "\"crit\":[1]"
            })
    @Spec("RFC 7515 §4.1.11")
    void reportsCritInEveryForm(String member) {
        assertThat(header(member).critical()).contains("crit");
    }

    @Test
    @Spec("RFC 7797 §7")
    void reportsB64InEveryForm() {
        assertThat(header("\"b64\":false").critical()).contains("b64");
        assertThat(header("\"b64\":true").critical()).contains("b64");
        assertThat(header("\"b64\":false,\"crit\":[\"b64\"]").critical()).contains("crit, b64");
    }

    @Test
    @Spec("RFC 8725 §3.10")
    void ignoresPlacesOfKeysInTheHeader() {
        var header = header("\"jku\":\"https://evil.example\",\"x5u\":1,\"x5c\":[]");

        assertThat(header).isEqualTo(header("\"unknown\":1"));
    }

    @Test
    @Spec("RFC 9449 §4.2")
    void offersTheKeyInTheHeaderForProofsAlone() {
        assertThat(header("\"jwk\":{\"kty\":\"EC\"}").offeredKey()).contains(Map.of("kty", "EC"));
        assertThat(header("\"jwk\":\"EC\"").offeredKey()).isEmpty();
        assertThat(header("\"jwk\":null").offeredKey()).isEmpty();
    }

    @Test
    void boundsTheLengthOfTheToken() {
        var token = HEADER + '.' + CLAIMS + '.';
        assertThat(read(token + "A".repeat(65_536 - token.length() - (65_536 - token.length()) % 4)))
                .isNotNull();
        assertThat(problem(token + "A".repeat(65_537 - token.length())))
                .isEqualTo("The token is longer than 65536 characters.");
    }

    @Test
    void theHashOfTheSigningInputDoesNotDependOnTheSignature() {
        assertThat(read(HEADER + '.' + CLAIMS + ".AQIE").signingInputHash())
                .isEqualTo(read(TOKEN).signingInputHash());
    }

    private static JoseHeader header(String members) {
        return read(encode("{\"alg\":\"RS256\",%s}".formatted(members)) + '.' + CLAIMS + '.' + SIGNATURE)
                .header();
    }

    private static CompactJws read(String compact) {
        return switch (CompactJws.read(compact)) {
            case JwsReading.Read(var jws) -> jws;
            case JwsReading.Unreadable(var problem) -> throw new AssertionError(problem);
            case JwsReading.Encrypted(var form) -> throw new AssertionError(form);
        };
    }

    private static String problem(String compact) {
        return CompactJws.read(compact) instanceof JwsReading.Unreadable(var problem) ? problem : "";
    }

    private static String encode(String json) {
        return Base64Url.encode(json.getBytes(StandardCharsets.UTF_8));
    }
}
