package dev.countersign.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.jose.certificate.CertificateRequest;
import dev.countersign.core.jose.certificate.ClientCertificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the fields in which a proxy passes on the certificate of a client. */
@Spec("RFC 9440 §2")
class ClientCertificatesTest {
    private static X509Certificate client;
    private static X509Certificate issuer;

    @BeforeAll
    static void issue() throws Exception {
        var authority = CertificateRequest.authority("CN=authority").selfSigned();
        issuer = authority.certificate();
        client = CertificateRequest.of("CN=client").by(authority).certificate();
    }

    private static String base64(X509Certificate certificate) throws Exception {
        return Base64.getEncoder().encodeToString(certificate.getEncoded());
    }

    private static String field(X509Certificate certificate) throws Exception {
        return ":" + base64(certificate) + ":";
    }

    private static Optional<ClientCertificate> read(List<String> certificate, String... chain) {
        return ClientCertificates.read(certificate, Arrays.asList(chain));
    }

    @Test
    void readsACertificateAloneAndWithItsIssuers() throws Exception {
        var one = List.of(field(client));
        var alone = new ClientCertificate(client, List.of());
        var withIssuer = new ClientCertificate(client, List.of(issuer));
        var withTwo = new ClientCertificate(client, List.of(issuer, client));

        assertThat(read(one)).contains(alone);
        assertThat(read(one, "")).contains(alone);
        assertThat(read(one, field(issuer))).contains(withIssuer);
        assertThat(read(one, field(issuer) + " ,\t" + field(client))).contains(withTwo);
        assertThat(read(one, field(issuer), field(client))).contains(withTwo);
        assertThat(read(List.of(field(client).replace("=", ""))))
                .as("without padding")
                .contains(alone);
    }

    @Test
    void refusesAnyNumberOfCertificatesButOne() throws Exception {
        assertThat(read(List.of())).isEmpty();
        assertThat(read(List.of(), field(issuer))).isEmpty();
        assertThat(read(List.of(field(client), field(client)))).isEmpty();
        assertThat(read(List.of(field(client) + ", " + field(client)))).isEmpty();
    }

    @Test
    void refusesMoreIssuersThanAHandshakeMayHave() throws Exception {
        var one = List.of(field(client));

        assertThat(read(one, String.join(",", Collections.nCopies(ClientCertificate.MOST - 1, field(issuer)))))
                .isPresent();
        assertThat(read(one, String.join(",", Collections.nCopies(ClientCertificate.MOST, field(issuer)))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "%s",
                ":%s",
                "%s:",
                "\"%s\"",
                ":%s:;a=1",
                ":%s::",
                "::",
                ":-----BEGIN CERTIFICATE-----%s:",
                ": %s:",
                ":%s: x",
                ":%sAA==:",
                ":AAAA%s:",
                ":MAA=:",
                ":=%s:",
                ":%s===:",
                ":-_:",
                "?1",
                ":a:"
            })
    @Spec("RFC 9651 §3.3.5")
    void refusesWhatIsNoByteSequenceOfOneCertificate(String form) throws Exception {
        assertThat(read(List.of(form.formatted(base64(client).replace("=", "")))))
                .isEmpty();
        assertThat(form.isEmpty() ? Optional.empty() : read(List.of(field(client)), form.formatted(base64(issuer))))
                .isEmpty();
        assertThat(read(List.of(field(client)), field(issuer) + ",")).isEmpty();
    }
}
