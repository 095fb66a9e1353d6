package dev.countersign.core.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.jose.certificate.CertificateRequest;
import dev.countersign.core.jose.certificate.ClientCertificate;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.PublicKeyParameters;
import dev.countersign.core.keys.VerificationKeys.KeyLookup;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests of certificates in JWK sets, by which their owner is recognised in TLS. */
@Spec("RFC 8705 §2.2.2")
class PublishedCertificatesTest {
    private static X509Certificate ours;
    private static X509Certificate other;

    private final KeyringFixture lab = new KeyringFixture();

    @BeforeAll
    static void issue() throws Exception {
        ours = CertificateRequest.of("CN=client").selfSigned().certificate();
        other = CertificateRequest.of("CN=client").selfSigned().certificate();
    }

    /** A JWK with the key of one certificate and the text of others. */
    private static Map<String, Object> jwk(X509Certificate key, Object... chain) {
        var jwk = new HashMap<>(
                PublicKeyParameters.of(key.getPublicKey()).orElseThrow().members());
        jwk.put("x5c", List.of(chain));
        return jwk;
    }

    private static String set(List<Map<String, Object>> jwks) {
        return new String(JsonText.write(Map.of("keys", jwks)), StandardCharsets.UTF_8);
    }

    private static String text(X509Certificate certificate) throws Exception {
        return Base64.getEncoder().encodeToString(certificate.getEncoded());
    }

    private KeyLookup find(X509Certificate presented) {
        return find(lab.partner, presented);
    }

    private KeyLookup find(KeyOwner owner, X509Certificate presented) {
        return lab.keyring.find(owner, new ClientCertificate(presented, List.of()));
    }

    private boolean isFoundIn(String set, X509Certificate presented) {
        var owner = SampleIssuer.partner()
                .keys(new KeySource.InlineJwkSet(set))
                .build()
                .keyOwner();
        return find(owner, presented) instanceof KeyLookup.Found;
    }

    @Test
    void areFoundByTheWholeCertificate() throws Exception {
        assertThat(isFoundIn(set(List.of(jwk(ours, text(ours)))), ours)).isTrue();
        assertThat(isFoundIn(set(List.of(jwk(other, text(other)), jwk(ours, text(ours), text(other)))), ours))
                .isTrue();
        assertThat(isFoundIn(set(List.of(jwk(ours, text(ours)))), other)).isFalse();
        assertThat(isFoundIn(set(List.of(jwk(other, text(other), text(ours)))), ours))
                .as("the second one of a chain")
                .isFalse();
    }

    @Test
    void areNotFoundByTheirKeyAlone() throws Exception {
        var pair = new ArrayList<X509Certificate>();
        var keys = KeyPairGenerator.getInstance("EC").generateKeyPair();
        for (String name : List.of("CN=one", "CN=two")) {
            pair.add(
                    CertificateRequest.of(new X500Name(name), keys).selfSigned().certificate());
        }

        assertThat(isFoundIn(set(List.of(jwk(pair.getFirst(), text(pair.getFirst())))), pair.getFirst()))
                .isTrue();
        assertThat(isFoundIn(set(List.of(jwk(pair.getFirst(), text(pair.getFirst())))), pair.getLast()))
                .isFalse();
        assertThat(isFoundIn(set(List.of(jwk(ours))), ours)).as("an empty x5c").isFalse();
    }

    @Test
    @Spec("RFC 7517 §4.7")
    void areIgnoredWhereTheyAreNotThoseOfTheKey() throws Exception {
        var withHash = jwk(ours);
        withHash.remove("x5c");
        withHash.put("x5t#S256", new ClientCertificate(ours, List.of()).thumbprint());

        assertThat(isFoundIn(set(List.of(jwk(other, text(ours)))), ours)).isFalse();
        assertThat(isFoundIn(set(List.of(withHash)), ours)).as("a hash alone").isFalse();
        for (Object broken : List.of("", "AAAA", "not base64", 1, text(ours) + "AAAA", "\n" + text(ours))) {
            assertThat(isFoundIn(set(List.of(jwk(ours, broken))), ours)).isFalse();
        }
    }

    @Test
    void doNotDecideWhetherTheirKeyVerifiesSignatures() {
        lab.fetcher.answers(set(List.of(jwk(ours, "AAAA"))));

        assertThat(lab.keyring.find(lab.partner, Algorithm.ES256, Optional.empty()))
                .isInstanceOf(KeyLookup.Found.class);
    }

    @Test
    void areFetchedAgainWhenOneIsMissingAndSurviveARestart() throws Exception {
        lab.fetcher.answers(set(List.of(jwk(other, text(other)))));
        assertThat(find(other)).isInstanceOf(KeyLookup.Found.class);
        lab.fetcher.answers(set(List.of(jwk(ours, text(ours)))));
        lab.clock.advance(Duration.ofMinutes(1));

        assertThat(find(ours)).isInstanceOf(KeyLookup.Found.class);
        lab.assertFetches(2);

        lab.restarted();
        lab.fetcher.fails("answered 500");
        assertThat(find(ours)).isInstanceOf(KeyLookup.Found.class);
        assertThat(find(other)).isNotInstanceOf(KeyLookup.Found.class);
    }

    @Test
    void areUnavailableWithTheSet() {
        lab.fetcher.fails("answered 500");

        assertThat(find(ours)).isInstanceOf(KeyLookup.Unavailable.class);
    }
}
