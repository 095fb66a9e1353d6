package dev.countersign.core.jose.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {
    private static final String CERTIFICATE = resource("rsa.pem");

    /** File content that holds a private key, or a key store. */
    private record Secret(String name, byte[] content) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Secret> secrets() throws Exception {
        byte[] pkcs8 = privateKey("EC");
        byte[] rsa = privateKey("RSA");
        byte[] pkcs1 = Arrays.copyOfRange(rsa, 26, rsa.length);
        byte[] sec1 = {0x30, 0x25, 2, 1, 1, 4, 0x20, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
        String jwk = "{\"kty\":\"EC\",\"d\":\"870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE\"}";
        return Stream.of(
                new Secret("PKCS#8", pkcs8),
                new Secret("PKCS#8 of Ed25519", privateKey("Ed25519")),
                new Secret("PKCS#1", pkcs1),
                new Secret("SEC 1", sec1),
                new Secret("encrypted PKCS#8", encrypted(pkcs8)),
                new Secret("PBES2", new byte[] {
                    0x30, 0x66, 0x30, 0x50, 6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 13, 1, 5, 13
                }),
                new Secret("PKCS#12", keyStore("PKCS12")),
                new Secret("PKCS#12 in BER", new byte[] {0x30, (byte) 0x80, 2, 1, 3, 0x30, (byte) 0x80, 6, 9}),
                new Secret("JKS", keyStore("JKS")),
                new Secret("PEM", block("PRIVATE KEY", pkcs8)),
                new Secret("PEM of PKCS#1", block("RSA PRIVATE KEY", pkcs1)),
                new Secret("PEM of OpenSSH", block("OPENSSH PRIVATE KEY", pkcs8)),
                new Secret("PEM of OpenPGP", block("PGP PRIVATE KEY BLOCK", pkcs8)),
                new Secret("PEM without its end", Arrays.copyOf(block("PRIVATE KEY", pkcs8), 100)),
                new Secret(
                        "PEM after a certificate",
                        utf8(CERTIFICATE + new String(block("PRIVATE KEY", pkcs8), StandardCharsets.US_ASCII))),
                new Secret(
                        "PEM in UTF-16",
                        new String(block("PRIVATE KEY", pkcs8), StandardCharsets.US_ASCII)
                                .getBytes(StandardCharsets.UTF_16)),
                new Secret("PEM that lies", block("CERTIFICATE", keyStore("PKCS12"))),
                new Secret("base64 of PKCS#8", utf8(base64(pkcs8))),
                new Secret("base64 of PKCS#12", utf8(base64(keyStore("PKCS12")))),
                new Secret("base64 below a certificate", utf8(CERTIFICATE + base64(pkcs8))),
                new Secret("JWK", utf8(jwk)),
                new Secret("JWK set", utf8("{\"keys\": [" + jwk + "]}")),
                new Secret("JSON with a PEM", utf8("{\"private_key\": \"-----BEGIN PRIVATE KEY-----\\nMC4\"}")),
                new Secret("PuTTY", utf8("PuTTY-User-Key-File-2: ssh-rsa\nEncryption: none\n")));
    }

    @ParameterizedTest
    @MethodSource("secrets")
    void whatMayHoldAPrivateKeyIsNeverTakenAndSaysSo(Secret secret) {
        assertThat(KeyFile.read(secret.content()))
                .isInstanceOfSatisfying(
                        KeyFile.Unusable.class,
                        unusable -> assertThat(unusable.clause()).contains("private key"));
    }

    @ParameterizedTest
    @MethodSource("secrets")
    void textWithAPrivateKeyInItIsDetected(Secret secret) {
        boolean text = KeyFileText.decode(secret.content()).isPresent() && secret.content()[0] != 0x30;

        assertThat(!text || PrivateKeys.mayBeIn(new String(secret.content(), StandardCharsets.UTF_8)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJNIn0.MIIBIjANBgkqhkiG9w0B",
                "The private key is with the partner",
                "https://issuer.example/jwks?k=1",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\",\"kid\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7\"}"
            })
    void otherTextMayBeShownAgain(String text) {
        assertThat(PrivateKeys.mayBeIn(text)).isFalse();
        assertThat(PrivateKeys.mayBeIn(CERTIFICATE)).isFalse();
        assertThat(PrivateKeys.mayBeIn(resource("chain.pem"))).isFalse();
        assertThat(PrivateKeys.mayBeIn(resource("public-key.pem"))).isFalse();
    }

    @Test
    void aLongTextIsJudgedInTimeThatGrowsWithItsLength() {
        for (var piece : List.of("\\", " ", "M ", "d:", "M", "\"d\"", "BEGIN ")) {
            long begin = System.nanoTime();
            assertThat(PrivateKeys.mayBeIn(piece.repeat(500_000 / piece.length())))
                    .isFalse();
            assertThat(System.nanoTime() - begin).as(piece).isLessThan(5_000_000_000L);
        }
    }

    @Test
    void takesACertificateInPemAsItIsAndOneInDerAsPem() {
        assertThat(KeyFile.read(utf8(CERTIFICATE))).isEqualTo(new KeyFile.Pem(CERTIFICATE));
        assertThat(KeyFile.read(utf8("\ufeff" + CERTIFICATE))).isEqualTo(new KeyFile.Pem(CERTIFICATE));
        assertThat(KeyFile.read(der(CERTIFICATE)))
                .isInstanceOfSatisfying(
                        KeyFile.Pem.class, pem -> assertThat(der(pem.text())).isEqualTo(der(CERTIFICATE)));
    }

    @Test
    void takesPemBelowALineInAnotherCharset() {
        byte[] content = ("friendlyName: M\u00fcnchen\n" + CERTIFICATE).getBytes(StandardCharsets.ISO_8859_1);

        assertThat(KeyFile.read(content)).isInstanceOf(KeyFile.Pem.class);
    }

    @Test
    void saysWhatOtherFilesAreAndWhatToDo() {
        assertThat(clause(new byte[0])).isEqualTo("is empty");
        assertThat(clause(CERTIFICATE.getBytes(StandardCharsets.UTF_16)))
                .isEqualTo("is text in UTF-16; save it as UTF-8 and hand it in again");
        assertThat(clause(CERTIFICATE.getBytes(StandardCharsets.UTF_16LE))).contains("UTF-16");
        assertThat(clause(CERTIFICATE.getBytes(StandardCharsets.UTF_16BE))).contains("UTF-16");
        assertThat(clause(der(resource("bundle.p7.pem"))))
                .isEqualTo("is a PKCS#7 bundle; put its certificates in as PEM");
        assertThat(clause(der(resource("public-key.pem"))))
                .contains("is a bare public key")
                .contains("JWK");
        assertThat(clause(der(resource("request.pem")))).contains("is a certificate signing request");
        assertThat(clause(new byte[] {1, 0, 2, 3, 4, (byte) 0xff}))
                .isEqualTo("holds no certificate, neither in PEM nor in DER");
    }

    @Test
    void saysWhatOtherTextIsAndWhatToDo() {
        assertThat(problem("{\"keys\":[]}")).contains("is JSON").contains("jwks_url");
        assertThat(problem("<html>")).contains("web page");
        assertThat(problem("ssh-ed25519 AAAA")).contains("SSH public key");
        assertThat(problem("-\0-\0-\0")).contains("UTF-16");
        assertThat(problem(base64(der(resource("public-key.pem"))))).contains("bare public key");
        assertThat(problem(base64(der(resource("request.pem"))))).contains("signing request");
        assertThat(problem(base64(der(CERTIFICATE)))).contains("lacks the lines -----BEGIN CERTIFICATE-----");
        assertThat(problem(CERTIFICATE.replace("\n", "\\n"))).contains("\\n in place of line ends");
        assertThat(problem(
                        new String(block("CERTIFICATE", der(resource("public-key.pem"))), StandardCharsets.US_ASCII)))
                .isEqualTo(
                        "The content of the PEM block is a bare public key, not a certificate; give it as a JWK in \"jwks\".");
    }

    private static String clause(byte[] content) {
        return ((KeyFile.Unusable) KeyFile.read(content)).clause();
    }

    private static String problem(String text) {
        return CertificateReader.read(List.of(text), java.time.Instant.EPOCH)
                .problems()
                .getFirst()
                .detail();
    }

    private static byte[] privateKey(String algorithm) throws Exception {
        return KeyPairGenerator.getInstance(algorithm)
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
    }

    private static byte[] encrypted(byte[] pkcs8) throws Exception {
        String scheme = "PBEWithSHA1AndDESede";
        var cipher = Cipher.getInstance(scheme);
        cipher.init(
                Cipher.ENCRYPT_MODE,
                SecretKeyFactory.getInstance(scheme).generateSecret(new PBEKeySpec("changeit".toCharArray())));
        return new EncryptedPrivateKeyInfo(cipher.getParameters(), cipher.doFinal(pkcs8)).getEncoded();
    }

    private static byte[] keyStore(String type) throws Exception {
        var pair = KeyPairGenerator.getInstance("EC").generateKeyPair();
        Certificate certificate = CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(utf8(CERTIFICATE)));
        var store = KeyStore.getInstance(type);
        store.load(null, null);
        store.setKeyEntry("a", pair.getPrivate(), "changeit".toCharArray(), new Certificate[] {certificate});
        var out = new ByteArrayOutputStream();
        store.store(out, "changeit".toCharArray());
        return out.toByteArray();
    }

    private static byte[] block(String label, byte[] der) {
        return utf8("-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, base64(der), label));
    }

    private static String base64(byte[] octets) {
        return Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(octets);
    }

    private static byte[] der(String pem) {
        return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z0-9 ]+-----", ""));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String resource(String name) {
        try (var in = KeyFileTest.class.getResourceAsStream("/certificates/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}
