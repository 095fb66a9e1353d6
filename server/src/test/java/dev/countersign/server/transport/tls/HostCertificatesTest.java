package dev.countersign.server.transport.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.core.jose.certificate.CertificateRequest;
import dev.countersign.core.jose.certificate.CertificateRequest.Issued;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the choice of a certificate by the host that a client names, in handshakes. */
@Timeout(60)
class HostCertificatesTest {
    private static final String ACME = "auth.acme.example";
    private static final String TLS13 = "TLSv1.3";

    @TempDir
    private Path folder;

    private final Map<String, CertificateFiles> registered = new HashMap<>();
    private TlsIdentity identity;

    @BeforeEach
    void makeIdentity() throws Exception {
        identity = new TlsIdentity(
                written("main"), new HostCertificates(host -> Optional.ofNullable(registered.get(host))));
    }

    private CertificateFiles files(String name) {
        return new CertificateFiles(folder.resolve(name + ".pem"), folder.resolve(name + ".key"));
    }

    private CertificateFiles written(String name) throws Exception {
        return written(name, name);
    }

    /** Writes a new certificate with this subject to the files. */
    private CertificateFiles written(String file, String subject) throws Exception {
        Issued issued = CertificateRequest.of("CN=" + subject).selfSigned();
        CertificateFiles files = files(file);
        Files.writeString(files.certificate(), issued.pem());
        Files.writeString(files.privateKey(), issued.privateKeyPem());
        // a replacement within the resolution of the clock of the file system
        Files.setLastModifiedTime(
                files.certificate(), FileTime.from(Instant.now().plusSeconds(subject.length())));
        return files;
    }

    /** The subject of the certificate in a handshake for this host. */
    private String shown(@Nullable String host, String version) throws Exception {
        try (var server = (SSLServerSocket) identity.sslContext()
                        .getServerSocketFactory()
                        .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var accepting = Executors.newVirtualThreadPerTaskExecutor()) {
            var accepted = accepting.submit((Callable<Object>) () -> {
                try (var socket = (SSLSocket) server.accept()) {
                    socket.startHandshake();
                    return socket.getInputStream().read();
                } catch (IOException refused) {
                    return refused;
                }
            });
            try (var socket = (SSLSocket) trusting()
                    .getSocketFactory()
                    .createSocket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
                var parameters = socket.getSSLParameters();
                parameters.setServerNames(host == null ? List.of() : List.of(new SNIHostName(host)));
                parameters.setProtocols(new String[] {version});
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                        .getSubjectX500Principal()
                        .getName();
            } finally {
                accepted.get();
            }
        }
    }

    private static SSLContext trusting() throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustAll()}, new SecureRandom());
        return context;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", TLS13})
    void eachHostHasItsOwnCertificateAndOthersThatOfTheServer(String version) throws Exception {
        registered.put(ACME, written("acme"));

        assertThat(shown(ACME, version)).isEqualTo("CN=acme");
        assertThat(shown("AUTH.Acme.example", version)).isEqualTo("CN=acme");
        assertThat(shown("other.example", version)).isEqualTo("CN=main");
        assertThat(shown("acme.example", version)).isEqualTo("CN=main");
        assertThat(shown(null, version)).isEqualTo("CN=main");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", TLS13})
    void whileACertificateCannotBeUsedHandshakesForItsHostFailAndOthersGoOn(String version) throws Exception {
        registered.put(ACME, files("absent"));

        assertThatThrownBy(() -> shown(ACME, version)).isInstanceOf(SSLException.class);
        assertThat(shown("other.example", version)).isEqualTo("CN=main");

        written("absent");
        identity.reloadIfChanged();
        assertThat(shown(ACME, version)).isEqualTo("CN=absent");
    }

    @Test
    void aCertificateIsReplacedWithItsFilesAndStaysWhileTheyCannotBeUsed() throws Exception {
        registered.put(ACME, written("acme"));
        assertThat(shown(ACME, TLS13)).isEqualTo("CN=acme");

        written("acme", "acme renewed");
        identity.reloadIfChanged();
        assertThat(shown(ACME, TLS13)).isEqualTo("CN=acme renewed");

        Files.writeString(files("acme").certificate(), "half of a");
        identity.reloadIfChanged();
        assertThat(shown(ACME, TLS13)).isEqualTo("CN=acme renewed");
        assertThat(shown(null, TLS13)).isEqualTo("CN=main");
    }

    @Test
    void aCertificateGoesWithItsRegistration() throws Exception {
        registered.put(ACME, written("acme"));
        assertThat(shown(ACME, TLS13)).isEqualTo("CN=acme");

        registered.put(ACME, written("other"));
        assertThat(shown(ACME, TLS13)).isEqualTo("CN=other");

        registered.remove(ACME);
        assertThat(shown(ACME, TLS13)).isEqualTo("CN=main");
        identity.reloadIfChanged();
        assertThat(shown(ACME, TLS13)).isEqualTo("CN=main");
    }

    private static final class TrustAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
