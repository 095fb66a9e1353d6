package dev.countersign.core.jose.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.core.Spec;
import dev.countersign.core.jose.certificate.CertificateName.Kind;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of the names by which certificates are recognised. */
@Spec("RFC 8705 §2.1.2")
class CertificateNameTest {

    private static boolean isIn(Kind kind, String registered, int tag, String inCertificate) throws Exception {
        return CertificateName.read(kind, registered)
                .orElseThrow()
                .isIn(CertificateRequest.of("CN=client,O=Acme")
                        .alternativeName(tag, inCertificate)
                        .selfSigned()
                        .certificate());
    }

    @Test
    void recognisesTheSubject() throws Exception {
        var certificate = CertificateRequest.of("O=Acme,CN=client").selfSigned().certificate();

        assertThat(CertificateName.read(Kind.SUBJECT_DN, "cn=Client, o=Acme")
                        .orElseThrow()
                        .isIn(certificate))
                .isTrue();
        assertThat(CertificateName.read(Kind.SUBJECT_DN, "CN=client")
                        .orElseThrow()
                        .isIn(certificate))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "SAN_DNS, client.example.com, 2, Client.Example.COM",
        "SAN_DNS, client, 2, client",
        "SAN_URI, https://Client.example/A?b=C, 6, HTTPS://client.EXAMPLE/A?b=C",
        "SAN_URI, spiffe://td.example/ns/a, 6, spiffe://td.example/ns/a",
        "SAN_URI, urn:uuid:abc, 6, urn:uuid:abc",
        "SAN_IP, 192.0.2.1, 7, 192.0.2.1",
        "SAN_IP, 2001:db8::1, 7, 2001:0db8:0:0:0:0:0:1",
        "SAN_EMAIL, client@example.com, 1, client@EXAMPLE.com",
    })
    void recognisesOneAlternativeNameByTheRulesOfItsKind(Kind kind, String registered, int tag, String there)
            throws Exception {
        assertThat(isIn(kind, registered, tag, there)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "SAN_DNS, client.example.com, 2, client.example.org",
        "SAN_DNS, client.example.com, 2, *.example.com",
        "SAN_DNS, client.example.com, 2, www.client.example.com",
        "SAN_DNS, client.example.com, 6, https://client.example.com",
        "SAN_DNS, client.example.com, 1, a@client.example.com",
        "SAN_URI, https://client.example/A, 6, https://client.example/a",
        "SAN_URI, https://client.example/A, 6, https://client.example/A/",
        "SAN_URI, https://Me@client.example/, 6, https://me@client.example/",
        "SAN_IP, 192.0.2.1, 7, 192.0.2.2",
        "SAN_IP, 192.0.2.1, 2, 192.0.2.1",
        "SAN_EMAIL, client@example.com, 1, Client@example.com",
        "SAN_EMAIL, client@example.com, 1, client@example.org",
    })
    void doesNotRecogniseAnotherName(Kind kind, String registered, int tag, String there) throws Exception {
        assertThat(isIn(kind, registered, tag, there)).isFalse();
    }

    @Test
    void recognisesOneOfSeveral() throws Exception {
        var certificate = CertificateRequest.of("CN=client")
                .alternativeNames(
                        new GeneralName(GeneralName.dNSName, "a.example"),
                        new GeneralName(GeneralName.iPAddress, "192.0.2.1"),
                        new GeneralName(GeneralName.dNSName, "b.example"))
                .selfSigned()
                .certificate();

        assertThat(new CertificateName(Kind.SAN_DNS, "b.example").isIn(certificate))
                .isTrue();
        assertThat(new CertificateName(Kind.SAN_DNS, "client").isIn(certificate))
                .as("the common name is no host name")
                .isFalse();
        assertThat(new CertificateName(Kind.SAN_DNS, "a.example")
                        .isIn(CertificateRequest.of("CN=a.example").selfSigned().certificate()))
                .as("without alternative names")
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "SUBJECT_DN, client",
        "SAN_DNS, *.example.com",
        "SAN_DNS, a..b",
        "SAN_DNS, a.example.",
        "SAN_DNS, ä.example",
        "SAN_DNS, https://a",
        "SAN_URI, client",
        "SAN_URI, 'https://a b'",
        "SAN_URI, //a",
        "SAN_IP, 192.0.2",
        "SAN_IP, 192.0.2.256",
        "SAN_IP, 192.0.2.01",
        "SAN_IP, 192.0.2.0/24",
        "SAN_IP, '[::1]'",
        "SAN_IP, fe80::1%eth0",
        "SAN_IP, client",
        "SAN_EMAIL, client",
        "SAN_EMAIL, '@example.com'",
        "SAN_EMAIL, 'a b@example.com'",
        "SAN_EMAIL, a@b c",
    })
    void isNotReadFromATextOfAnotherKind(Kind kind, String text) {
        assertThat(CertificateName.read(kind, text)).isEmpty();
        assertThatThrownBy(() -> new CertificateName(kind, text)).isInstanceOf(IllegalArgumentException.class);
    }
}
