package dev.countersign.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.core.Spec;
import dev.countersign.core.jose.certificate.CertificateRequest;
import dev.countersign.core.jose.certificate.CertificateRequest.Issued;
import dev.countersign.server.http.RawHttp;
import java.io.IOException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the listener that asks for a certificate of the client. */
@Timeout(60)
@Spec("RFC 8705 §2")
class MutualTlsTransportTest {
    private static final String GET = "GET /certificates HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final char[] PASSWORD = "only in memory".toCharArray();

    private static AttackedServer server;

    @BeforeAll
    static void start() {
        server = AttackedServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static SSLContext showing(Issued client, X509Certificate... issuers) throws Exception {
        var chain = new ArrayList<>(List.of(client.certificate()));
        chain.addAll(Arrays.asList(issuers));
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("client", client.privateKey(), PASSWORD, chain.toArray(X509Certificate[]::new));
        var keys = KeyManagerFactory.getInstance("SunX509");
        keys.init(store, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), Sockets.trustAll(), null);
        return context;
    }

    private static SSLSocket connect(SSLContext context, int port, String version) throws IOException {
        return Sockets.tls(context, Sockets.plain(port), parameters -> parameters.setProtocols(new String[] {version}));
    }

    private static String seen(SSLContext context, int port, String version) throws IOException {
        try (SSLSocket socket = connect(context, port, version)) {
            return new RawHttp(socket).exchange(GET).body();
        }
    }

    private static Issued client(String name) throws Exception {
        return CertificateRequest.of(name).selfSigned();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void passesOnASelfSignedCertificate(String version) throws Exception {
        assertThat(seen(showing(client("CN=self")), server.mutualTlsPort(), version))
                .isEqualTo("[CN=self]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void passesOnAnExpiredCertificate(String version) throws Exception {
        var expired = CertificateRequest.of("CN=expired")
                .between("2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z")
                .selfSigned();

        assertThat(seen(showing(expired), server.mutualTlsPort(), version)).isEqualTo("[CN=expired]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void servesAClientWithoutACertificate(String version) throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(null, Sockets.trustAll(), null);

        assertThat(seen(context, server.mutualTlsPort(), version)).isEqualTo("[]");
    }

    @Test
    void passesOnTheCertificatesOfTheIssuers() throws Exception {
        var root = CertificateRequest.authority("CN=root").selfSigned();
        var middle = CertificateRequest.authority("CN=middle").by(root);
        var leaf = CertificateRequest.of("CN=leaf").by(middle);

        assertThat(seen(showing(leaf, middle.certificate()), server.mutualTlsPort(), "TLSv1.3"))
                .isEqualTo("[CN=leaf, CN=middle]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void knowsTheCertificateOfAResumedSession(String version) throws Exception {
        SSLContext context = showing(client("CN=again"));
        long first;
        try (SSLSocket socket = connect(context, server.mutualTlsPort(), version)) {
            assertThat(new RawHttp(socket).exchange(GET).body()).isEqualTo("[CN=again]");
            first = socket.getSession().getCreationTime();
        }
        Thread.sleep(5);
        boolean resumed = false;
        for (int i = 0; i < 3; i++) {
            try (SSLSocket socket = connect(context, server.mutualTlsPort(), version)) {
                resumed |= socket.getSession().getCreationTime() == first;
                assertThat(new RawHttp(socket).exchange(GET).body()).isEqualTo("[CN=again]");
            }
        }
        assertThat(resumed).as("resumed").isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void isAskedForAtThisListenerOnly(String version) throws Exception {
        SSLContext context = showing(client("CN=self"));

        try (SSLSocket socket = connect(context, server.tlsPort(), version)) {
            assertThat(socket.getSession().getLocalCertificates()).isNull();
            assertThat(new RawHttp(socket).exchange(GET).body()).isEqualTo("[]");
        }
    }

    @Test
    void aSessionOfTheOtherListenerIsNotResumedHere() throws Exception {
        SSLContext context = showing(client("CN=self"));

        assertThat(seen(context, server.tlsPort(), "TLSv1.3")).isEqualTo("[]");
        assertThat(seen(context, server.mutualTlsPort(), "TLSv1.3")).isEqualTo("[CN=self]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void refusesACertificateWhoseKeyTheClientDoesNotHave(String version) throws Exception {
        var stolen =
                new Issued(client("CN=other").certificate(), client("CN=thief").privateKey());

        assertThatThrownBy(() -> seen(showing(stolen), server.mutualTlsPort(), version))
                .isInstanceOf(IOException.class);
        server.assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void refusesMoreCertificatesThanItReads(String version) throws Exception {
        var issuer = CertificateRequest.authority("CN=root").selfSigned();
        var longest = new ArrayList<X509Certificate>();
        for (int i = 0; i < 9; i++) {
            longest.addFirst(issuer.certificate());
            issuer = CertificateRequest.authority("CN=" + i).by(issuer);
        }
        Issued leaf = issuer;

        assertThatThrownBy(() ->
                        seen(showing(leaf, longest.toArray(X509Certificate[]::new)), server.mutualTlsPort(), version))
                .isInstanceOf(IOException.class);
        server.assertNothingIsLeft();
    }
}
