package dev.countersign.core.jose.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateKeyFileTest {
    private static KeyPair rsa;
    private static KeyPair ec;
    private static byte[] pkcs1;
    private static byte[] sec1;

    @BeforeAll
    static void generate() throws Exception {
        var rsaGenerator = KeyPairGenerator.getInstance("RSA");
        rsaGenerator.initialize(2048);
        rsa = rsaGenerator.generateKeyPair();
        var ecGenerator = KeyPairGenerator.getInstance("EC");
        ecGenerator.initialize(new ECGenParameterSpec("secp256r1"));
        ec = ecGenerator.generateKeyPair();
        pkcs1 = PrivateKeyInfo.getInstance(rsa.getPrivate().getEncoded())
                .parsePrivateKey()
                .toASN1Primitive()
                .getEncoded();
        sec1 = new org.bouncycastle.asn1.sec.ECPrivateKey(
                        256, ((ECPrivateKey) ec.getPrivate()).getS(), SECObjectIdentifiers.secp256r1)
                .getEncoded();
    }

    private static String block(String label, byte[] der) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(label, Base64.getMimeEncoder().encodeToString(der), label);
    }

    private static PrivateKey read(String text) throws InvalidKeyException {
        return PrivateKeyFile.read(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsKeysOfEveryKindInPkcs8() throws Exception {
        PrivateKey ed25519 =
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate();
        for (PrivateKey key : List.of(rsa.getPrivate(), ec.getPrivate(), ed25519)) {
            assertThat(read(block("PRIVATE KEY", key.getEncoded())).getEncoded())
                    .isEqualTo(key.getEncoded());
        }
    }

    @Test
    void readsTheOlderFormsOfOpenssl() throws Exception {
        byte[] curve = SECObjectIdentifiers.secp256r1.getEncoded();

        assertThat(read(block("RSA PRIVATE KEY", pkcs1))).isEqualTo(rsa.getPrivate());
        assertThat(read(block("EC PARAMETERS", curve) + block("EC PRIVATE KEY", sec1)))
                .isInstanceOfSatisfying(
                        ECPrivateKey.class,
                        key -> assertThat(key.getS()).isEqualTo(((ECPrivateKey) ec.getPrivate()).getS()));
    }

    @Test
    void skipsCommentsAndCertificatesAroundTheKey() throws Exception {
        var issued = CertificateRequest.of("CN=a").selfSigned();

        assertThat(read("\ufeff# München\n" + issued.pem() + "Bag Attributes\n" + issued.privateKeyPem() + "end\n"))
                .isEqualTo(issued.privateKey());
    }

    @Test
    void refusesAKeyWithAPassphraseInEitherForm() {
        byte[] content = {48, 0};
        String marked = block("RSA PRIVATE KEY", content)
                .replace(
                        "KEY-----\nMAA",
                        "KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00112233445566778899AABBCCDDEEFF\n\nMAA");

        for (String text : List.of(marked, block("ENCRYPTED PRIVATE KEY", content))) {
            assertThatThrownBy(() -> read(text))
                    .isInstanceOf(InvalidKeyException.class)
                    .hasMessage("holds a private key with a passphrase; write it without one with openssl pkey");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN PRIVATE KEY-----\nMAAA\n-----END PRIVATE KEY-----\n",
                "-----BEGIN RSA PRIVATE KEY-----\nMAAA\n-----END RSA PRIVATE KEY-----\n",
                "-----BEGIN EC PRIVATE KEY-----\nsecret\n-----END EC PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\n!secret!\n-----END PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\nMAAA\n",
            })
    void refusesAMalformedKeyWithoutQuotingIt(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(InvalidKeyException.class)
                .hasMessage("holds a private key that cannot be read")
                .hasNoCause();
    }

    @Test
    void refusesAFileWithoutAKey() throws Exception {
        String certificate = CertificateRequest.of("CN=a").selfSigned().pem();

        for (String text : List.of("", "no key", certificate)) {
            assertThatThrownBy(() -> read(text)).hasMessage("holds no private key in PEM");
        }
        byte[] wide = block("PRIVATE KEY", ec.getPrivate().getEncoded()).getBytes(StandardCharsets.UTF_16);
        assertThatThrownBy(() -> PrivateKeyFile.read(wide)).hasMessageStartingWith("is text in UTF-16");
    }

    @Test
    void aCertificateIsCombinedWithItsOwnKeyOnly() throws Exception {
        var one = CertificateRequest.of("CN=a").selfSigned();
        var other = CertificateRequest.of("CN=a").selfSigned();

        assertThat(CertifiedKey.of(List.of(one.certificate()), one.privateKey()))
                .hasValueSatisfying(key -> assertThat(key.toString()).isEqualTo("CertifiedKey[CN=a]"));
        assertThat(CertifiedKey.of(List.of(one.certificate()), other.privateKey()))
                .isEmpty();
        assertThat(CertifiedKey.of(List.of(one.certificate()), rsa.getPrivate()))
                .isEmpty();
    }
}
