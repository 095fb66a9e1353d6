package dev.countersign.core.jose.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.jose.CompactJws;
import dev.countersign.core.jose.JwsReading;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.Base64Url;
import dev.countersign.core.jose.key.CryptoProvider;
import dev.countersign.core.jose.key.KeyProblem;
import dev.countersign.core.jose.key.KeyReading;
import dev.countersign.core.jose.key.KeySelection;
import dev.countersign.core.jose.key.KeySet;
import dev.countersign.core.jose.key.Octets;
import dev.countersign.core.jose.key.RsaParameters;
import dev.countersign.core.jose.key.VerificationKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateReaderTest {
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("2027-01-01T00:00:00Z");
    private static final Instant DURING = Instant.parse("2026-07-01T12:00:00Z");

    @Test
    void readsOneKeyPerCertificateWithItsDetails() {
        var reading = read(certificate("rsa"), certificate("p256"), certificate("ed25519"));

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.warnings()).isEmpty();
        assertThat(reading.keys().keys())
                .extracting(VerificationKey::description)
                .containsExactly("RSA 2048 bits", "EC P-256", "Ed25519");
        var details = reading.keys().keys().getFirst().certificate().orElseThrow();
        assertThat(details.subject()).isEqualTo("CN=rsa,O=Partner");
        assertThat(details.serial()).matches("[0-9a-f]+");
        assertThat(details.notBefore()).isEqualTo(FIRST);
        assertThat(details.notAfter()).isEqualTo(LAST);
        assertThat(details.keyDescription()).isEqualTo("RSA 2048 bits");
        assertThat(reading.keys().keys().getFirst().label())
                .isEqualTo("certificate CN=rsa,O=Partner, serial " + details.serial());
    }

    @Test
    void verifiesWithTheKeyOfACertificate() {
        var key = read(certificate("rsa")).keys().keys().getFirst();
        if (!(CompactJws.read(resource("rsa.jws")) instanceof JwsReading.Read(var jws))) {
            throw new AssertionError("The token cannot be read");
        }
        assertThat(jws.isSignedBy(key, Algorithm.RS256)).isTrue();
        assertThat(jws.isSignedBy(key, Algorithm.PS256)).isFalse();
    }

    @Test
    @Spec("RFC 4055 §1.2")
    void usesAKeyThatIsRestrictedToPssForTheAlgorithmsOfItsParametersAlone() throws Exception {
        var key = read(certificate("rsassa-pss")).keys().keys().getFirst();

        assertThat(key.algorithms()).containsExactlyInAnyOrder(Algorithm.PS256, Algorithm.PS384, Algorithm.PS512);
        assertThat(key.description()).isEqualTo("RSA 2048 bits, for RSASSA-PSS");
        assertThat(restricted(Optional.empty()))
                .as("without parameters")
                .containsExactlyInAnyOrder(Algorithm.PS256, Algorithm.PS384, Algorithm.PS512);
        assertThat(restricted(Optional.of(pss("SHA-256", MGF1ParameterSpec.SHA256, 32))))
                .containsExactly(Algorithm.PS256);
        assertThat(restricted(Optional.of(pss("SHA-512", MGF1ParameterSpec.SHA512, 20))))
                .as("a shorter salt is the least there must be")
                .containsExactly(Algorithm.PS512);
        assertThat(restricted(Optional.of(pss("SHA-256", MGF1ParameterSpec.SHA256, 33))))
                .isEmpty();
        assertThat(restricted(Optional.of(pss("SHA-256", MGF1ParameterSpec.SHA1, 32))))
                .isEmpty();
        assertThat(restricted(Optional.of(pss("SHA-1", MGF1ParameterSpec.SHA1, 20))))
                .as("SHA-1")
                .isEmpty();
    }

    @Test
    void verifiesWithAKeyThatIsRestrictedToPss() throws Exception {
        var pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        var rsa = (RSAPublicKey) pair.getPublic();
        var provider = CryptoProvider.choose();
        var parameters = RsaParameters.restrictedToPss(rsa.getModulus(), rsa.getPublicExponent(), Optional.empty());
        var key = provider.verificationKey(Optional.empty(), parameters.algorithms(), Optional.empty(), parameters);
        String signed = "eyJhbGciOiJQUzI1NiJ9.e30";
        var signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(pss("SHA-256", MGF1ParameterSpec.SHA256, 32));
        signature.initSign(pair.getPrivate());
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));

        if (!(CompactJws.read(signed + "." + Base64Url.encode(signature.sign())) instanceof JwsReading.Read(var jws))) {
            throw new AssertionError("The token cannot be read");
        }
        assertThat(jws.isSignedBy(key, Algorithm.PS256)).isTrue();
        assertThat(jws.isSignedBy(key, Algorithm.RS256)).isFalse();
    }

    private static java.util.Set<Algorithm> restricted(Optional<PSSParameterSpec> parameters) {
        return RsaParameters.restrictedToPss(BigInteger.ONE, BigInteger.ONE, parameters)
                .algorithms();
    }

    private static PSSParameterSpec pss(String hash, MGF1ParameterSpec mask, int salt) {
        return new PSSParameterSpec(hash, "MGF1", mask, salt, PSSParameterSpec.TRAILER_FIELD_BC);
    }

    @Test
    void listsEveryCertificateOfAChainAndWarnsOfTheAuthority() {
        var reading = read(certificate("chain"));

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.keys().keys()).hasSize(2);
        assertThat(reading.warnings())
                .singleElement()
                .satisfies(warning ->
                        assertThat(warning.detail()).contains("CN=authority").contains("issued another one"));
    }

    @Test
    void takesACertificateListedTwiceOnce() {
        var reading = read(certificate("rsa"), certificate("rsa"));

        assertThat(reading.keys().keys()).hasSize(1);
        assertThat(reading.warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.pointer()).isEqualTo("/1");
            assertThat(warning.detail()).endsWith("is listed twice.");
        });
    }

    @Test
    void readsPemWithTextAroundItAndForeignLineEnds() {
        var pem = "subject=CN = rsa\r\n" + certificate("rsa").replace("\n", "\r\n") + "\r\nissuer=CN = rsa";

        assertThat(read(pem).problems()).isEmpty();
        assertThat(read("\n\n" + certificate("rsa").strip() + certificate("p256"))
                        .keys()
                        .keys())
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "rsa-1024, 'has only 1024 bits, fewer than 2048.'",
        "dsa, has a key of a kind that is not supported.",
        "secp256k1, has a key of a kind that is not supported.",
        "request, 'The text is a certificate signing request, not yet a certificate.'",
        "public-key, 'The text is a bare public key, not a certificate; give it as a JWK in \"jwks\".'",
        "bundle.p7, The text is a PKCS#7 bundle; put its certificates in as PEM."
    })
    void refusesWhatIsNoSoundCertificateAndSaysWhatItIs(String name, String detail) {
        var reading = read(certificate("rsa"), certificate(name));

        assertThat(reading.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.pointer()).isEqualTo("/1");
            assertThat(problem.detail()).endsWith(detail);
        });
        assertThat(reading.keys().keys()).hasSize(1);
    }

    @Test
    void refusesOtherTextAndSaysWhatItIs() {
        assertThat(problemOf("")).isEqualTo("The text is empty.");
        assertThat(problemOf(" \n")).isEqualTo("The text is empty.");
        assertThat(problemOf("garbage")).isEqualTo("The text holds no PEM block -----BEGIN CERTIFICATE-----.");
        assertThat(problemOf("{\"keys\":[]}")).contains("is JSON");
        assertThat(problemOf("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"))
                .contains("is a private key");
        assertThat(problemOf("-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----"))
                .contains("is a private key");
        assertThat(problemOf("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----"))
                .contains("is a private key");
        assertThat(problemOf("-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----"))
                .contains("revocation list");
        assertThat(problemOf("-----BEGIN THING-----\nAAAA\n-----END THING-----"))
                .contains("of another kind");
        assertThat(problemOf("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"))
                .isEqualTo("The PEM block holds no X.509 certificate.");
        assertThat(problemOf("-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----"))
                .isEqualTo("The text has a certificate that is not base64.");
        assertThat(problemOf(certificate("rsa").replace("-----END CERTIFICATE-----", "")))
                .isEqualTo("The text has a PEM block without its END line.");
    }

    @Test
    void recognisesBase64ThatLostItsLines() {
        var base64 = certificate("rsa").replaceAll("-----[A-Z ]+-----", "");
        assertThat(problemOf(base64)).startsWith("The text lacks the lines -----BEGIN CERTIFICATE-----");
        assertThat(problemOf(resource("bundle.p7.pem").replaceAll("-----[A-Z0-9 ]+-----", "")))
                .contains("PKCS#7");
        assertThat(problemOf("MIIKBQIBAzCCCb8GCSqGSIb3DQEHAaCC")).contains("PKCS#12");
    }

    @Test
    void refusesOctetsAfterTheCertificate() {
        var body = certificate("p256").replaceAll("-----[A-Z ]+-----|\\s", "");
        byte[] der = Octets.concat(Base64.getDecoder().decode(body), new byte[3]);
        var pem = "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----"
                .formatted(Base64.getEncoder().encodeToString(der));

        assertThat(problemOf(pem)).isEqualTo("The PEM block holds no X.509 certificate.");
    }

    @Test
    @Spec("RFC 5280 §4.2.1.3")
    void ignoresACertificateWhoseKeyUsageIsNotSigning() {
        var reading = read(certificate("encryption-only"), certificate("rsa"));

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning.detail())
                        .endsWith("is not for signatures: its key usage lacks digitalSignature."));
        assertThat(reading.keys().ignored()).hasSize(1);
    }

    @Test
    void saysOfEachCertificateWhyItIsOfNoUseWhenNoneIs() {
        var reading = CertificateReader.read(
                List.of(certificate("rsa"), certificate("encryption-only"), certificate("next-rsa")),
                LAST.plusMillis(1));
        assertThat(reading.problems()).isEmpty();

        var before = CertificateReader.read(
                List.of(certificate("rsa"), certificate("encryption-only"), certificate("next-rsa")),
                FIRST.minusMillis(1));
        assertThat(before.problems()).extracting(KeyProblem::pointer).containsExactly("/0", "/1", "/2", "");
        assertThat(before.problems().get(0).detail()).endsWith("is not valid before 2026-01-01T00:00:00Z.");
        assertThat(before.problems().get(1).detail()).endsWith("its key usage lacks digitalSignature.");
        assertThat(before.warnings()).isEmpty();
    }

    @Test
    void warnsOfACertificateOutsideItsDatesBesideAUsableOne() {
        var both = List.of(certificate("rsa"), certificate("next-rsa"));

        assertThat(CertificateReader.read(both, DURING).problems()).isEmpty();
        assertThat(CertificateReader.read(both, DURING).warnings())
                .singleElement()
                .satisfies(
                        warning -> assertThat(warning.detail()).endsWith("is not valid before 2027-01-01T00:00:00Z."));
        assertThat(CertificateReader.read(both, LAST.plusSeconds(1)).warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning.detail()).endsWith("expired at 2027-01-01T00:00:00Z."));
    }

    @Test
    void refusesAListInWhichNothingCanBeUsedButKeepsItsKeys() {
        var reading = CertificateReader.read(List.of(certificate("rsa")), LAST.plusSeconds(1));

        assertThat(reading.problems()).extracting(KeyProblem::pointer).containsExactly("/0", "");
        assertThat(reading.problems().getFirst().detail()).endsWith("expired at 2027-01-01T00:00:00Z.");
        assertThat(reading.problems().getLast().detail()).isEqualTo("No certificate is valid now.");
        assertThat(reading.keys().keys()).hasSize(1);
        assertThat(CertificateReader.read(List.of(), DURING).problems()).hasSize(1);
    }

    @Test
    @Spec("RFC 5280 §4.1.2.5")
    void selectsACertificateFromItsFirstToItsLastInstant() {
        var keys = read(certificate("rsa")).keys();

        assertThat(select(keys, FIRST.minusMillis(1))).isInstanceOf(KeySelection.Unusable.class);
        assertThat(select(keys, FIRST)).isInstanceOf(KeySelection.Candidates.class);
        assertThat(select(keys, LAST)).isInstanceOf(KeySelection.Candidates.class);
        assertThat(select(keys, LAST.plusMillis(1))).isInstanceOf(KeySelection.Unusable.class);
    }

    @Test
    void ignoresTheKidOfTheHeader() {
        var keys = read(certificate("rsa"), certificate("chain"), certificate("p256"))
                .keys();

        assertThat(keys.select(Algorithm.RS256, Optional.of("anything"), DURING))
                .isEqualTo(keys.select(Algorithm.RS256, Optional.empty(), DURING))
                .isInstanceOfSatisfying(
                        KeySelection.Candidates.class,
                        candidates -> assertThat(candidates.keys()).hasSize(2));
    }

    @Test
    void saysThatNoCertificateFitsTheAlgorithm() {
        var keys = read(certificate("rsa")).keys();

        assertThat(keys.select(Algorithm.ES256, Optional.empty(), DURING))
                .isInstanceOfSatisfying(
                        KeySelection.Unusable.class,
                        unusable -> assertThat(unusable.reason())
                                .isEqualTo("cannot be used with ES256: it is RSA 2048 bits"));
    }

    private static KeySelection select(KeySet keys, Instant now) {
        return keys.select(Algorithm.RS256, Optional.empty(), now);
    }

    private static String problemOf(String text) {
        return read(certificate("rsa"), text).problems().getFirst().detail();
    }

    private static KeyReading read(String... pem) {
        return CertificateReader.read(List.of(pem), DURING);
    }

    private static String certificate(String name) {
        return resource(name + ".pem");
    }

    private static String resource(String name) {
        try (var in = CertificateReaderTest.class.getResourceAsStream("/certificates/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
