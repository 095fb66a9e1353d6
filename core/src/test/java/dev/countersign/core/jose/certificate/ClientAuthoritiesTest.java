package dev.countersign.core.jose.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.jose.certificate.CertificateRequest.Issued;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests of the path from the certificate of a client to a trusted authority. */
@Spec("RFC 8705 §2.1")
class ClientAuthoritiesTest {
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("2027-01-01T00:00:00Z");
    private static final Instant DURING = Instant.parse("2026-07-01T12:00:00Z");
    private static final String UNTRUSTED = "has no valid path to a trusted authority";

    private static Issued root;
    private static Issued middle;

    @BeforeAll
    static void found() throws Exception {
        root = CertificateRequest.authority("CN=root").selfSigned();
        middle = CertificateRequest.authority("CN=middle").by(root);
    }

    private static ClientAuthorities trusting(Issued... authorities) {
        return new ClientAuthorities(
                Arrays.stream(authorities).map(Issued::certificate).toList());
    }

    private static CertificateRequest client() throws Exception {
        return CertificateRequest.of("CN=client")
                .between(FIRST.toString(), LAST.toString())
                .usage(KeyUsage.digitalSignature)
                .purposes(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth);
    }

    private static Optional<String> refusal(ClientAuthorities trusted, Issued client, Issued... issuers) {
        return refusal(trusted, DURING, client, issuers);
    }

    private static Optional<String> refusal(ClientAuthorities trusted, Instant now, Issued client, Issued... issuers) {
        List<X509Certificate> sent =
                Arrays.stream(issuers).map(Issued::certificate).toList();
        return trusted.refusal(new ClientCertificate(client.certificate(), sent), now);
    }

    @Test
    void trustsWhatAnAuthorityIssued() throws Exception {
        assertThat(refusal(trusting(root), client().by(root))).isEmpty();
        assertThat(refusal(trusting(middle, root), client().by(root))).isEmpty();
    }

    @Test
    void trustsACertificateWithoutExtensions() throws Exception {
        assertThat(refusal(trusting(root), CertificateRequest.of("CN=client").by(root)))
                .isEmpty();
    }

    @Test
    void refusesWhatAnotherIssued() throws Exception {
        var other = CertificateRequest.authority("CN=root").selfSigned();

        assertThat(refusal(trusting(root), client().by(other))).contains(UNTRUSTED);
        assertThat(refusal(trusting(root), client().by(other), other)).contains(UNTRUSTED);
        assertThat(refusal(trusting(root), client().selfSigned())).contains(UNTRUSTED);
        assertThat(refusal(ClientAuthorities.NONE, client().by(root), root)).contains(UNTRUSTED);
    }

    @Test
    void findsThePathThroughTheCertificatesThatWereSent() throws Exception {
        var lower = CertificateRequest.authority("CN=lower").by(middle);
        var client = client().by(lower);

        assertThat(refusal(trusting(root), client, lower, middle)).isEmpty();
        assertThat(refusal(trusting(root), client, lower, middle, root)).isEmpty();
        assertThat(refusal(trusting(root), client, middle, lower))
                .as("in another order")
                .isEmpty();
        assertThat(refusal(trusting(middle), client, lower))
                .as("to an intermediate authority")
                .isEmpty();
        assertThat(refusal(trusting(root), client, lower)).as("with a gap").contains(UNTRUSTED);
        assertThat(refusal(trusting(root), client)).contains(UNTRUSTED);
    }

    @Test
    void refusesAnIssuerThatIsNoAuthority() throws Exception {
        var client = CertificateRequest.of("CN=middle")
                .usage(KeyUsage.digitalSignature)
                .by(root);
        var signsNoCertificates = CertificateRequest.of("CN=middle")
                .issuing(new BasicConstraints(true))
                .usage(KeyUsage.digitalSignature)
                .by(root);

        assertThat(refusal(trusting(root), client().by(client), client)).contains(UNTRUSTED);
        assertThat(refusal(trusting(root), client().by(signsNoCertificates), signsNoCertificates))
                .contains(UNTRUSTED);
        assertThat(refusal(trusting(client), client().by(client)))
                .as("as a listed one")
                .contains(UNTRUSTED);
        assertThat(refusal(trusting(signsNoCertificates), client().by(signsNoCertificates)))
                .as("as a listed one")
                .contains(UNTRUSTED);
    }

    @Test
    void refusesACertificateThatIsListedItself() throws Exception {
        var self = CertificateRequest.of("CN=client")
                .issuing(new BasicConstraints(true))
                .selfSigned();

        assertThat(refusal(trusting(self), self)).contains(UNTRUSTED);
    }

    @Test
    void refusesALongerPathThanAnAuthorityAllows() throws Exception {
        var narrow = CertificateRequest.of("CN=narrow")
                .issuing(new BasicConstraints(0))
                .selfSigned();
        var below = CertificateRequest.authority("CN=below").by(narrow);

        assertThat(refusal(trusting(narrow), client().by(narrow))).isEmpty();
        assertThat(refusal(trusting(narrow), client().by(below), below)).contains(UNTRUSTED);
    }

    @Test
    void isWithinItsDatesToTheLastSecond() throws Exception {
        var client = client().by(root);
        var trusted = trusting(root);

        assertThat(refusal(trusted, FIRST, client)).isEmpty();
        assertThat(refusal(trusted, LAST, client)).isEmpty();
        assertThat(refusal(trusted, FIRST.minusMillis(1), client)).contains("is not valid before " + FIRST);
        assertThat(refusal(trusted, LAST.plusMillis(1), client)).contains("expired at " + LAST);
    }

    @Test
    void everyAuthorityIsWithinItsDatesToo() throws Exception {
        var old = CertificateRequest.authority("CN=old").between(FIRST.toString(), LAST.toString());
        var oldRoot = old.selfSigned();
        var oldMiddle = CertificateRequest.authority("CN=old middle")
                .between(FIRST.toString(), LAST.toString())
                .by(root);
        var underRoot = CertificateRequest.of("CN=client").by(oldRoot);
        var underMiddle = CertificateRequest.of("CN=client").by(oldMiddle);

        assertThat(refusal(trusting(oldRoot), LAST, underRoot)).isEmpty();
        assertThat(refusal(trusting(oldRoot), LAST.plusSeconds(1), underRoot)).contains(UNTRUSTED);
        assertThat(refusal(trusting(root), LAST, underMiddle, oldMiddle)).isEmpty();
        assertThat(refusal(trusting(root), LAST.plusSeconds(1), underMiddle, oldMiddle))
                .contains(UNTRUSTED);
        assertThat(refusal(trusting(root), FIRST.minusSeconds(1), underMiddle, oldMiddle))
                .contains(UNTRUSTED);
    }

    @Test
    void isForClients() throws Exception {
        var forServers = CertificateRequest.of("CN=c")
                .purposes(KeyPurposeId.id_kp_serverAuth)
                .by(root);
        var forAnything = CertificateRequest.of("CN=c")
                .purposes(KeyPurposeId.anyExtendedKeyUsage)
                .by(root);
        var forEncryption =
                CertificateRequest.of("CN=c").usage(KeyUsage.keyEncipherment).by(root);

        assertThat(refusal(trusting(root), forServers)).contains("lacks clientAuth in its extended key usage");
        assertThat(refusal(trusting(root), forAnything)).contains("lacks clientAuth in its extended key usage");
        assertThat(refusal(trusting(root), forEncryption)).contains("lacks digitalSignature in its key usage");
    }

    @Test
    void refusesAnExtensionThatIsCriticalAndUnknown() throws Exception {
        var client = CertificateRequest.of("CN=c")
                .extension("1.2.3.4", DERNull.INSTANCE)
                .by(root);

        assertThat(refusal(trusting(root), client)).contains(UNTRUSTED);
    }

    @Test
    void keepsToTheNamesThatAnAuthorityIsLimitedTo() throws Exception {
        var only = new NameConstraints(
                new GeneralSubtree[] {new GeneralSubtree(new GeneralName(new X500Name("O=Acme")))}, null);
        var limitedRoot = CertificateRequest.authority("CN=limited")
                .extension("2.5.29.30", only)
                .selfSigned();
        var limitedMiddle = CertificateRequest.authority("CN=limited")
                .extension("2.5.29.30", only)
                .by(root);
        var inside = CertificateRequest.of("O=Acme,CN=client");
        var outside = CertificateRequest.of("O=Other,CN=client");

        assertThat(refusal(trusting(limitedRoot), inside.by(limitedRoot))).isEmpty();
        assertThat(refusal(trusting(limitedRoot), outside.by(limitedRoot))).contains(UNTRUSTED);
        assertThat(refusal(trusting(root), inside.by(limitedMiddle), limitedMiddle))
                .isEmpty();
        assertThat(refusal(trusting(root), outside.by(limitedMiddle), limitedMiddle))
                .contains(UNTRUSTED);
        assertThat(refusal(trusting(limitedMiddle), inside.by(limitedMiddle)))
                .as("an intermediate whose limits could not be applied")
                .contains(UNTRUSTED);
    }

    @Test
    void refusesAWeakKey() throws Exception {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        var weak = CertificateRequest.of(new X500Name("CN=weak"), generator.generateKeyPair())
                .by(root);

        assertThat(refusal(trusting(root), weak)).isPresent().get().asString().contains("1024 bits");
    }

    @Test
    void isReadFromDerAndKnownByItsHash() throws Exception {
        var client = client().by(middle);
        byte[] der = client.certificate().getEncoded();
        byte[] issuer = middle.certificate().getEncoded();

        var read = ClientCertificate.read(List.of(der, issuer)).orElseThrow();
        assertThat(read).isEqualTo(new ClientCertificate(client.certificate(), List.of(middle.certificate())));
        assertThat(read.thumbprint()).hasSize(43).doesNotContain("=");
        assertThat(ClientCertificate.read(List.of())).isEmpty();
        assertThat(ClientCertificate.read(List.of(Arrays.copyOf(der, der.length + 1))))
                .isEmpty();
        assertThat(ClientCertificate.read(List.of(Arrays.copyOf(der, der.length - 1))))
                .isEmpty();
        assertThat(ClientCertificate.read(List.of(der, new byte[] {1}))).isEmpty();
        assertThat(ClientCertificate.read(Collections.nCopies(ClientCertificate.MOST, der)))
                .isPresent();
        assertThat(ClientCertificate.read(Collections.nCopies(ClientCertificate.MOST + 1, der)))
                .isEmpty();
    }
}
