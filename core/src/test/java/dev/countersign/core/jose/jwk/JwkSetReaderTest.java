package dev.countersign.core.jose.jwk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.json.Parsed;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.Base64Url;
import dev.countersign.core.jose.key.IgnoredKey;
import dev.countersign.core.jose.key.KeyProblem;
import dev.countersign.core.jose.key.KeySet;
import dev.countersign.core.jose.key.Octets;
import dev.countersign.core.jose.key.Unsigned;
import dev.countersign.core.jose.key.VerificationKey;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwkSetReaderTest {

    @Test
    @Spec("RFC 7517 §5")
    void readsEveryKindOfKeyInTheOrderOfTheSet() {
        var keys = Jwks.read(Jwks.rsa(), Jwks.ec(), Jwks.ed25519());

        assertThat(keys.ignored()).isEmpty();
        assertThat(keys.keys())
                .extracting(VerificationKey::algorithms)
                .containsExactly(
                        Set.of(
                                Algorithm.RS256,
                                Algorithm.RS384,
                                Algorithm.RS512,
                                Algorithm.PS256,
                                Algorithm.PS384,
                                Algorithm.PS512),
                        Set.of(Algorithm.ES256),
                        Set.of(Algorithm.EDDSA));
        assertThat(keys.keys())
                .extracting(VerificationKey::thumbprint)
                .containsExactly(Jwks.RSA.keyId(), Jwks.EC.keyId(), Jwks.ED25519.keyId());
    }

    @Test
    @Spec("RFC 8725 §3.1")
    void aKeyWithAnAlgServesThatAlgorithmOnly() {
        assertThat(onlyKey(Jwks.with(Jwks.rsa(), "alg", "PS384")).algorithms()).containsExactly(Algorithm.PS384);
        assertThat(onlyKey(Jwks.with(Jwks.ed25519(), "alg", "Ed25519")).algorithms())
                .containsExactly(Algorithm.EDDSA);
        assertThat(onlyKey(Jwks.with(Jwks.ed25519(), "alg", "EdDSA")).algorithms())
                .containsExactly(Algorithm.EDDSA);
    }

    @Test
    @Spec("RFC 7517 §4")
    void ignoresMembersItDoesNotKnow() {
        var jwk = Jwks.with(Jwks.with(Jwks.ec(), "x5c", List.of("garbage")), "fancy", Map.of("a", 1));
        assertThat(onlyKey(jwk).thumbprint()).isEqualTo(Jwks.EC.keyId());
    }

    @Test
    @Spec("RFC 7517 §4.2")
    @Spec("RFC 7517 §4.3")
    void acceptsKeysThatSayTheyVerify() {
        assertThat(onlyKey(Jwks.with(Jwks.ec(), "use", "sig"))).isNotNull();
        assertThat(onlyKey(Jwks.with(Jwks.ec(), "key_ops", List.of("sign", "verify"))))
                .isNotNull();
    }

    static Stream<Map<String, Object>> unusable() {
        var rsa = Jwks.rsa();
        var ec = Jwks.ec();
        var ed = Jwks.ed25519();
        return Stream.of(
                Map.of(),
                Map.of("kty", "oct", "k", "AAAA"),
                Map.of("kty", "rsa", "n", rsa.get("n"), "e", "AQAB"),
                Map.of("kty", 1),
                Jwks.without(rsa, "n"),
                Jwks.without(rsa, "e"),
                Jwks.with(rsa, "n", rsa.get("n") + "="),
                Jwks.with(rsa, "n", 1),
                Jwks.with(rsa, "use", "enc"),
                Jwks.with(rsa, "use", List.of("sig")),
                Jwks.with(rsa, "key_ops", List.of("sign")),
                Jwks.with(rsa, "key_ops", List.of()),
                Jwks.with(rsa, "key_ops", "verify"),
                Jwks.with(rsa, "alg", "ES256"),
                Jwks.with(rsa, "alg", "rs256"),
                Jwks.with(rsa, "alg", "RSA-OAEP"),
                Jwks.with(rsa, "alg", "HS256"),
                Jwks.with(rsa, "alg", "none"),
                Jwks.with(rsa, "alg", 1L),
                Jwks.with(rsa, "kid", 1),
                Jwks.without(ec, "crv"),
                Jwks.with(ec, "crv", "P-384"),
                Jwks.with(ec, "crv", "secp256k1"),
                Jwks.with(ec, "crv", "p-256"),
                Jwks.with(ec, "alg", "ES384"),
                Jwks.with(ec, "x", "AA"),
                Jwks.with(ec, "x", "A" + "A".repeat(43)),
                Jwks.with(ec, "y", ec.get("x")),
                Jwks.without(ec, "y"),
                Jwks.with(ed, "crv", "X25519"),
                Jwks.with(ed, "crv", "Ed448"),
                Jwks.with(ed, "kty", "EC"),
                Jwks.with(ed, "x", "AA"),
                Jwks.with(ed, "alg", "Ed448"));
    }

    @ParameterizedTest
    @MethodSource("unusable")
    @Spec("RFC 7517 §5")
    @Spec("RFC 7518 §6.2.1")
    void setsAKeyAsideThatCannotVerifyAndKeepsTheOthers(Map<String, Object> jwk) {
        var keys = Jwks.read(jwk, Jwks.ed25519());

        assertThat(keys.keys()).extracting(VerificationKey::thumbprint).containsExactly(Jwks.ED25519.keyId());
        assertThat(keys.ignored()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
    @Spec("RFC 7518 §6.3.2")
    void setsAKeyAsideThatHoldsAPrivateMemberAndNamesIt(String member) {
        var jwk = Jwks.with(Jwks.with(Jwks.rsa(), member, "AAAA"), "kid", "leaked");

        assertThat(Jwks.read(jwk).ignored()).singleElement().satisfies(key -> {
            assertThat(key.label()).isEqualTo("kid leaked");
            assertThat(key.keyId()).contains("leaked");
            assertThat(key.reason()).contains("\"%s\"".formatted(member)).contains("must be replaced");
        });
        assertThat(Jwks.readInline(jwk, Jwks.ec()).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.pointer()).isEqualTo("/keys/0/" + member));
    }

    @Test
    @Spec("RFC 7518 §3.3")
    void boundsTheLengthOfAnRsaModulus() {
        assertThat(reasonFor(rsa(2047, 65537))).isEqualTo("has only 2047 bits, fewer than 2048");
        assertThat(onlyKey(rsa(2048, 65537)).description()).isEqualTo("RSA 2048 bits");
        assertThat(onlyKey(rsa(8192, 65537)).description()).isEqualTo("RSA 8192 bits");
        assertThat(reasonFor(rsa(8193, 65537))).isEqualTo("has 8193 bits, more than 8192");
        assertThat(reasonFor(Jwks.with(Jwks.rsa(), "n", ""))).isEqualTo("has only 0 bits, fewer than 2048");
    }

    @Test
    void boundsTheExponentOfAnRsaKey() {
        assertThat(reasonFor(rsa(2048, 3))).isEqualTo("has an exponent below 65537");
        assertThat(reasonFor(rsa(2048, 65535))).isEqualTo("has an exponent below 65537");
        assertThat(reasonFor(rsa(2048, 65538))).isEqualTo("has an even exponent");
        assertThat(onlyKey(rsa(2048, 65539))).isNotNull();
        assertThat(onlyKey(rsa(2048, (1L << 33) - 1))).isNotNull();
        assertThat(reasonFor(rsa(2048, (1L << 33) + 1))).isEqualTo("has an exponent of more than 33 bits");
    }

    @Test
    void refusesAnEvenModulus() {
        var even = BigInteger.ONE.shiftLeft(2047);
        assertThat(reasonFor(Jwks.with(Jwks.rsa(), "n", Unsigned.encode(even)))).isEqualTo("has an even modulus");
    }

    @Test
    @Spec("RFC 7518 §6.3.1.1")
    void toleratesTheLeadingZeroThatSomeLibrariesWriteBeforeAModulus() {
        var modulus = Base64Url.decode((String) Jwks.rsa().get("n")).orElseThrow();
        var padded = Base64Url.encode(Octets.concat(new byte[1], modulus));

        assertThat(onlyKey(Jwks.with(Jwks.rsa(), "n", padded)).thumbprint()).isEqualTo(Jwks.RSA.keyId());
    }

    @Test
    @Spec("RFC 8725 §3.4")
    void refusesAPointThatIsNotOnTheCurve() {
        assertThat(reasonFor(Jwks.with(Jwks.ec(), "y", Jwks.ec().get("x"))))
                .isEqualTo("has a point that is not on P-256");
        assertThat(reasonFor(Jwks.with(Jwks.with(Jwks.ec(), "x", "A".repeat(43)), "y", "A".repeat(43))))
                .isEqualTo("has a point that is not on P-256");
        var beyondThePrime = Unsigned.encode(BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE), 32);
        assertThat(reasonFor(Jwks.with(Jwks.ec(), "x", beyondThePrime))).isEqualTo("has a point that is not on P-256");
    }

    @Test
    void refusesEdwardsPointsOfSmallOrder() {
        var neutral = new byte[32];
        neutral[0] = 1;
        for (var point : List.of(neutral, new byte[32])) {
            assertThat(reasonFor(Jwks.with(Jwks.ed25519(), "x", Base64Url.encode(point))))
                    .isEqualTo("has a point that is not on Ed25519 or of small order");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"keys\":{}}",
                "{\"keys\":null}",
                "{\"keys\":[],\"keys\":[]}",
                "{\"keys\":[{\"kty\":\"EC\",\"kty\":\"RSA\"}]}",
                "{\"keys\":[]} x",
                "\ufeff{\"keys\":[]}",
                "<html></html>"
            })
    @Spec("RFC 7517 §5")
    void cannotReadWhatIsNoSet(String json) {
        assertThat(JwkSetReader.read(json.getBytes(StandardCharsets.UTF_8))).isInstanceOf(Parsed.Unreadable.class);
        assertThat(JwkSetReader.readInline(json).problems()).hasSize(1);
    }

    @Test
    void tellsASingleKeyFromASet() {
        var json = new String(JsonText.write(Jwks.ec()), StandardCharsets.UTF_8);
        assertThat(JwkSetReader.readInline(json).problems())
                .containsExactly(
                        new KeyProblem("", "This is a single JWK; a JWK set is an object with the array \"keys\"."));
    }

    private static KeySet read(byte[] json) {
        return ((Parsed.Read<KeySet>) JwkSetReader.read(json)).value();
    }

    @Test
    void boundsTheNumberOfKeys() {
        assertThat(read(setOf(100)).keys()).hasSize(100);
        assertThat(JwkSetReader.read(setOf(101)))
                .isEqualTo(new Parsed.Unreadable<>("The JWK set has more than 100 keys."));
    }

    @Test
    void setsAsideWhatIsNotEvenAnObject() {
        byte[] json = JsonText.write(Map.of("keys", List.of("key", 1, List.of(), JsonNull.NULL, Jwks.ec())));
        assertThat(read(json).keys()).hasSize(1);
        assertThat(read(json).ignored())
                .extracting(IgnoredKey::label)
                .containsExactly("key 1", "key 2", "key 3", "key 4");
    }

    @Test
    void anInlineSetWithAUsableKeyAndAForeignOneIsWarnedOf() {
        var reading = Jwks.readInline(Jwks.ec(), Jwks.with(Jwks.rsa(), "use", "enc"));

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.warnings())
                .containsExactly(new KeyProblem(
                        "/keys/1/use", "The key (key 2) is not for signatures: its use is not \"sig\"."));
    }

    @Test
    void anInlineSetWithNothingOfUseIsAProblem() {
        assertThat(Jwks.readInline().problems())
                .containsExactly(new KeyProblem("/keys", "The JWK set holds no key that can verify a signature."));
        assertThat(Jwks.readInline(Jwks.with(Jwks.rsa(), "use", "enc")).problems())
                .extracting(KeyProblem::pointer)
                .as("the reason of each key stands before the whole")
                .containsExactly("/keys/0/use", "/keys");
        assertThat(Jwks.readInline(Jwks.ec(), Map.of("kty", "oct", "k", "AA")).problems())
                .containsExactly(
                        new KeyProblem("/keys/1/k", "The key (key 2) is a symmetric key, and \"k\" is its secret."));
    }

    @Test
    void labelsAreSafeToPrint() {
        var jwk = Jwks.with(Jwks.ec(), "kid", "a\nb\u202ec\u001b[31m" + "x".repeat(500));
        assertThat(onlyKey(jwk).label()).startsWith("kid a?b?c?[31mxxx").hasSize(200);
        assertThat(onlyKey(jwk).keyId().orElseThrow()).contains("\n");
    }

    private static Map<String, Object> rsa(int bits, long exponent) {
        var modulus = BigInteger.ONE.shiftLeft(bits - 1).setBit(0);
        return Jwks.with(
                Jwks.with(Jwks.rsa(), "n", Unsigned.encode(modulus)),
                "e",
                Unsigned.encode(BigInteger.valueOf(exponent)));
    }

    private static byte[] setOf(int keys) {
        var elements = new ArrayList<Object>();
        IntStream.range(0, keys).forEach(i -> elements.add(Jwks.with(Jwks.ec(), "kid", "k" + i)));
        return JsonText.write(Map.of("keys", elements));
    }

    private static VerificationKey onlyKey(Map<String, Object> jwk) {
        var keys = Jwks.read(jwk);
        assertThat(keys.ignored()).isEmpty();
        return keys.keys().getFirst();
    }

    private static String reasonFor(Map<String, Object> jwk) {
        return Jwks.read(jwk).ignored().getFirst().reason();
    }

    @Test
    void aMemberThatIsNullIsNotThere() {
        var set = """
                {"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
                "kid":null,"use":null,"key_ops":null,"alg":null,"d":null,"p":null,"x5c":null},
                {"kty":"OKP","crv":"Ed25519","x":null,"kid":"b"}]}""";
        var keys = read(set.getBytes(StandardCharsets.UTF_8));

        assertThat(keys.keys())
                .singleElement()
                .satisfies(key -> assertThat(key.keyId()).isEmpty());
        assertThat(keys.ignored()).singleElement().satisfies(key -> {
            assertThat(key.isSecret()).isFalse();
            assertThat(key.reason()).contains("\"x\"");
        });
    }

    @Test
    void aDiscoveryDocumentIsNamedAsSuch() {
        var document = "{\"issuer\":\"https://a.example\",\"jwks_uri\":\"https://a.example/jwks\"}";
        assertThat(JwkSetReader.read(document.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        Parsed.Unreadable.class,
                        unreadable -> assertThat(unreadable.problem())
                                .contains("discovery document")
                                .contains("https://a.example/jwks"));
    }
}
