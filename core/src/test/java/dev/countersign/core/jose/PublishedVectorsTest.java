package dev.countersign.core.jose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.jose.json.Parsed;
import dev.countersign.core.jose.json.StrictJson;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.Base64Url;
import dev.countersign.core.jose.key.Providers;
import dev.countersign.core.jose.key.PublicKeys;
import dev.countersign.core.jose.key.VerificationKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests with the examples of the RFCs and drafts, on every provider. */
@ParameterizedClass
@EnumSource(Providers.class)
class PublishedVectorsTest {

    @Parameter
    Providers providers;

    @Test
    @Spec("RFC 7515 §2")
    @Spec("RFC 7518 §3.4")
    void verifiesTheExamplesOfRfc7515AndRefusesWhatWasMadeOfThem() {
        for (var example : Vectors.objects(Vectors.read("rfc/rfc-vectors.json"), "jws")) {
            var key = PublicKeys.ofJwk(Vectors.object(example, "jwk"), providers.provider());
            assertThat(verifies(Vectors.text(example, "jws"), key))
                    .as(Vectors.text(example, "source"))
                    .isEqualTo(example.get("result").equals("valid"));
        }
    }

    @Test
    @Spec("RFC 7638 §3.1")
    @Spec("RFC 9449 §6.1")
    void computesThePublishedThumbprints() {
        for (var example : Vectors.objects(Vectors.read("rfc/rfc-vectors.json"), "thumbprints")) {
            assertThat(PublicKeys.ofJwk(Vectors.object(example, "jwk"), providers.provider())
                            .thumbprint())
                    .as(Vectors.text(example, "source"))
                    .isEqualTo(example.get("thumbprint"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jws/4_1.rsa_v15_signature", "jws/4_2.rsa-pss_signature", "jws/4_3.ecdsa_signature"})
    @Spec("RFC 7520 §4.1")
    @Spec("RFC 7520 §4.2")
    @Spec("RFC 7520 §4.3")
    void verifiesTheExamplesOfRfc7520(String name) {
        assertThat(verifiesCookbook(name)).isTrue();
    }

    @Test
    @Spec("RFC 8037 §A.5")
    void verifiesTheExampleOfRfc8037() {
        assertThat(verifiesCookbook("curve25519/jws")).isTrue();
    }

    @Test
    @Spec("RFC 8037 §A.3")
    void computesTheThumbprintOfTheEd25519Example() {
        var jwk =
                Vectors.object(Vectors.object(Vectors.read("ietf-jose-cookbook/curve25519/jws.json"), "input"), "key");
        jwk.remove("d");
        assertThat(PublicKeys.ofJwk(jwk, providers.provider()).thumbprint())
                .isEqualTo("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }

    @Test
    void verifiesTheAssertionOfTheIdentityChainingDraft() {
        var example = Vectors.read("ietf-drafts/identity-chaining-17.json");
        var key = PublicKeys.ofJwk(Vectors.object(example, "jwk"), providers.provider());
        if (!(CompactJws.read(Vectors.text(example, "assertion")) instanceof JwsReading.Read(var jws))) {
            throw new AssertionError("The assertion of the draft cannot be read");
        }
        assertThat(jws.header().keyId()).isEqualTo(key.keyId());
        assertThat(jws.claims()).containsExactlyEntriesOf(Vectors.object(example, "claims"));
        assertThat(jws.isSignedBy(key, Algorithm.ES256)).isTrue();
    }

    @Test
    @Spec("RFC 8725 §3.1")
    void neverVerifiesTheHmacExample() {
        var example = Vectors.read("ietf-jose-cookbook/jws/4_4.hmac-sha2_integrity_protection.json");
        assertThat(Algorithm.of(Vectors.text(Vectors.object(example, "input"), "alg")))
                .isEmpty();
    }

    private boolean verifiesCookbook(String name) {
        var example = Vectors.read("ietf-jose-cookbook/%s.json".formatted(name));
        var jwk = Vectors.object(Vectors.object(example, "input"), "key");
        jwk.keySet().removeAll(List.of("d", "p", "q", "dp", "dq", "qi"));
        return verifies(
                Vectors.text(Vectors.object(example, "output"), "compact"),
                PublicKeys.ofJwk(jwk, providers.provider()));
    }

    /** Verifies without {@link CompactJws}, because the payloads of these examples are no claims. */
    private static boolean verifies(String compact, VerificationKey key) {
        int dot = compact.lastIndexOf('.');
        var header =
                Base64Url.decode(compact.substring(0, compact.indexOf('.'))).orElseThrow();
        if (!(StrictJson.readObject(header) instanceof Parsed.Read(Map<String, Object> members))) {
            return false;
        }
        var input = compact.substring(0, dot).getBytes(StandardCharsets.US_ASCII);
        return Algorithm.of((String) members.get("alg"))
                .flatMap(algorithm -> Base64Url.decode(compact.substring(dot + 1))
                        .map(signature -> SignatureVerifier.verify(key, algorithm, input, signature)))
                .orElse(false);
    }
}
