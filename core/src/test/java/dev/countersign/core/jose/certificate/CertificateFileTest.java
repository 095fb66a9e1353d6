package dev.countersign.core.jose.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateException;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class CertificateFileTest {
    private static final String CERTIFICATE = resource("rsa.pem");

    @Test
    void readsWhateverStandsAroundACertificate() throws Exception {
        String key = "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
                .formatted(Base64.getEncoder()
                        .encodeToString(KeyPairGenerator.getInstance("EC")
                                .generateKeyPair()
                                .getPrivate()
                                .getEncoded()));

        assertThat(count(CERTIFICATE)).isEqualTo(1);
        assertThat(count(resource("chain.pem"))).isEqualTo(2);
        assertThat(count("\ufeff" + CERTIFICATE)).as("byte order mark").isEqualTo(1);
        assertThat(count("# München\n" + CERTIFICATE)).as("umlaut").isEqualTo(1);
        assertThat(CertificateFile.read(("# München\n" + CERTIFICATE).getBytes(StandardCharsets.ISO_8859_1)))
                .as("umlaut in another character set")
                .hasSize(1);
        assertThat(count(key + CERTIFICATE)).as("key before").isEqualTo(1);
        assertThat(count(CERTIFICATE + key + resource("p256.pem")))
                .as("key between")
                .isEqualTo(2);
        assertThat(count(CERTIFICATE.replace("\n", "\r\n"))).isEqualTo(1);
        assertThat(CertificateFile.read(
                        Base64.getMimeDecoder().decode(CERTIFICATE.replaceAll("-----[A-Z ]+-----", ""))))
                .as("DER")
                .hasSize(1);
    }

    @Test
    void saysWhyNothingCanBeRead() {
        assertThatThrownBy(() -> CertificateFile.read(CERTIFICATE.getBytes(StandardCharsets.UTF_16)))
                .isInstanceOf(CertificateException.class)
                .hasMessage("is text in UTF-16; save it as UTF-8 and hand it in again");
        assertThatThrownBy(() -> count("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"))
                .hasMessage("holds a private key and no certificate");
        assertThatThrownBy(() -> count("# nothing")).hasMessage("holds no certificate");
        assertThatThrownBy(() -> count("")).hasMessage("is empty");
        assertThatThrownBy(
                        () -> count("ä" + CERTIFICATE + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"))
                .hasMessage("holds a certificate that cannot be read, number 2");
    }

    private static int count(String text) throws CertificateException {
        return CertificateFile.read(text.getBytes(StandardCharsets.UTF_8)).size();
    }

    private static String resource(String name) {
        try (var in = CertificateFileTest.class.getResourceAsStream("/certificates/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException fault) {
            throw new IllegalStateException(fault);
        }
    }
}
