package dev.countersign.core.jose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.jose.certificate.CertificateReader;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.json.Parsed;
import dev.countersign.core.jose.json.StrictJson;
import dev.countersign.core.jose.jwk.JwkSetReader;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.Base64Url;
import dev.countersign.core.jose.key.Octets;
import dev.countersign.core.jose.signing.SigningKey;
import dev.countersign.core.jose.signing.TokenSigner;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Property tests of the parsers: each returns a value for any input, and accepts only what it documents. */
class ParserPropertiesTest {
    private static final SigningKey KEY = SigningKey.generate(Algorithm.ES256);
    private static final String CLAIMS =
            "{\"iss\":\"https://issuer.example\",\"sub\":\"älice\",\"aud\":[\"a\",\"b\"],\"exp\":1.79e9,\"n\":null}";
    private static final String TOKEN = new TokenSigner(KEY, "JWT").sign(CLAIMS.getBytes(StandardCharsets.UTF_8));
    private static final String JWK_SET =
            new String(JsonText.write(Map.of("keys", List.of(KEY.publicJwk()))), StandardCharsets.UTF_8);

    @Property
    void anyOctetsAreReadOrRefused(@ForAll byte[] octets) {
        assertThat(StrictJson.readObject(octets)).isNotNull();
    }

    @Property
    void anyTextMadeOfJsonPiecesIsReadOrRefused(@ForAll("jsonPieces") String text) {
        assertThat(StrictJson.readObject(text.getBytes(StandardCharsets.UTF_8))).isNotNull();
    }

    @Property
    void whatIsReadIsReadAgainAfterWriting(@ForAll("mutatedClaims") byte[] json) {
        if (StrictJson.readObject(json) instanceof Parsed.Read(var members)) {
            assertThat(StrictJson.readObject(JsonText.write(members))).isEqualTo(new Parsed.Read<>(members));
        }
    }

    @Property
    void anyTextGivesAJwsReading(@ForAll String text) {
        assertThat(CompactJws.read(text)).isNotNull();
    }

    @Property
    void anyTextMadeOfTokenPiecesGivesAJwsReading(@ForAll("tokenPieces") String text) {
        assertThat(CompactJws.read(text)).isNotNull();
    }

    @Property
    void noChangedTokenVerifies(@ForAll("mutatedToken") String token) {
        if (CompactJws.read(token) instanceof JwsReading.Read(var jws) && !token.equals(TOKEN)) {
            assertThat(jws.isSignedBy(KEY.verificationKey(), Algorithm.ES256)).isFalse();
        }
    }

    @Property
    void anyHeaderAndClaimsGiveAJwsReading(@ForAll("jsonPieces") String header, @ForAll byte[] claims) {
        var token = Base64Url.encode(header.getBytes(StandardCharsets.UTF_8)) + '.' + Base64Url.encode(claims) + ".AA";
        assertThat(CompactJws.read(token)).isNotNull();
    }

    @Property
    void anySignatureOctetsGiveAnAnswer(@ForAll byte[] input, @ForAll byte[] signature) {
        for (var algorithm : Algorithm.values()) {
            assertThat(SignatureVerifier.verify(KEY.verificationKey(), algorithm, input, signature))
                    .isFalse();
        }
    }

    @Property
    void anyOctetsGiveAJwkSetReading(@ForAll("mutatedJwkSet") byte[] json) {
        assertThat(JwkSetReader.read(json)).isNotNull();
    }

    @Property
    void anyTextGivesACertificateReading(@ForAll("pemPieces") List<String> pem) {
        var reading = CertificateReader.read(pem, Instant.EPOCH);
        assertThat(reading.problems()).isNotEmpty();
        assertThat(reading.keys().keys()).isEmpty();
    }

    /** Dots among characters of one to four octets: places in the text are not places in the octets. */
    @Provide
    Arbitrary<String> tokenPieces() {
        return Arbitraries.of(
                        ".", ".", ".", "e30", "eyJhbGciOiJub25lIn0", "A", "é", "\u2024", "😀", "\ud83d", "\ude00", " ")
                .list()
                .ofMaxSize(10)
                .map(pieces -> String.join("", pieces));
    }

    @Provide
    Arbitrary<String> jsonPieces() {
        return Arbitraries.of(
                        "{",
                        "}",
                        "[",
                        "]",
                        ":",
                        ",",
                        "\"a\"",
                        "\"\\u0061\"",
                        "\"\\ud800\"",
                        "1",
                        "-",
                        "1e9",
                        "1e9999",
                        "9".repeat(40),
                        "null",
                        "true",
                        " ",
                        "\"alg\":\"none\"",
                        "\"crit\"",
                        "\0",
                        "é",
                        "/*",
                        "NaN")
                .list()
                .ofMaxSize(40)
                .map(pieces -> String.join("", pieces))
                .map(text -> text.length() % 2 == 0 ? '{' + text : text);
    }

    @Provide
    Arbitrary<byte[]> mutatedClaims() {
        return mutated(CLAIMS.getBytes(StandardCharsets.UTF_8));
    }

    @Provide
    Arbitrary<byte[]> mutatedJwkSet() {
        return mutated(JWK_SET.getBytes(StandardCharsets.UTF_8));
    }

    @Provide
    Arbitrary<String> mutatedToken() {
        return mutated(TOKEN.getBytes(StandardCharsets.US_ASCII)).map(t -> new String(t, StandardCharsets.ISO_8859_1));
    }

    @Provide
    Arbitrary<List<String>> pemPieces() {
        return Arbitraries.of(
                        "-----BEGIN CERTIFICATE-----",
                        "-----END CERTIFICATE-----",
                        "-----BEGIN ",
                        "-----END ",
                        "-----",
                        "-----BEGIN PRIVATE KEY-----",
                        "\n",
                        "MIIB",
                        "AAAA",
                        "=",
                        "{",
                        "garbage",
                        "MIICIjANBgkqhkiG",
                        "é")
                .list()
                .ofMaxSize(12)
                .map(pieces -> String.join("", pieces))
                .list()
                .ofMaxSize(3);
    }

    /** Replaces, inserts or removes one octet, or cuts the end off. */
    private static Arbitrary<byte[]> mutated(byte[] original) {
        var position = Arbitraries.integers().between(0, original.length - 1);
        var octet = Arbitraries.oneOf(
                Arbitraries.bytes(), Arbitraries.of((byte) 'A', (byte) '"', (byte) '.', (byte) '{', (byte) '0'));
        return Combinators.combine(position, octet, Arbitraries.integers().between(0, 3))
                .as((at, b, way) -> mutate(original, at, b, way));
    }

    private static byte[] mutate(byte[] original, int at, byte octet, int way) {
        byte[] head = Arrays.copyOf(original, at);
        byte[] tail = Arrays.copyOfRange(original, at, original.length);
        return switch (way) {
            case 0 -> Octets.concat(Octets.concat(head, new byte[] {octet}), tail);
            case 1 -> Octets.concat(head, Arrays.copyOfRange(tail, 1, tail.length));
            case 2 -> head;
            default -> Octets.concat(Octets.concat(head, new byte[] {octet}), Arrays.copyOfRange(tail, 1, tail.length));
        };
    }
}
