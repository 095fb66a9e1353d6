package dev.countersign.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.core.Spec;
import dev.countersign.server.http.RawHttp;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Attacks on optional features of TLS 1.2, run against the server with its default configuration. */
@Timeout(60)
class TlsAttackTest {
    private static final String OLD = "TLSv1.2";
    private static final String GET = "GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n";

    static List<String> weakSuites() throws Exception {
        return suites().filter(suite -> !isAuthenticated(suite)).toList();
    }

    private static Stream<String> suites() throws Exception {
        return Arrays.stream(SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites())
                .filter(suite -> suite.startsWith("TLS_") && suite.contains("_WITH_"));
    }

    private static boolean isAuthenticated(String suite) {
        return suite.contains("_GCM_") || suite.contains("CHACHA20");
    }

    private static SSLSocket connect(String suite) throws IOException {
        return Sockets.tls(Sockets.plain(AttackedProcess.server().port()), parameters -> {
            parameters.setProtocols(new String[] {OLD});
            parameters.setCipherSuites(new String[] {suite});
        });
    }

    @ParameterizedTest
    @MethodSource("weakSuites")
    @Spec("RFC 9325 §4.2")
    void refusesSuitesWithoutAuthenticatedEncryption(String suite) {
        assertThatThrownBy(() -> connect(suite).close()).isInstanceOf(IOException.class);
    }

    @Test
    void speaksTls12WithAuthenticatedEncryption() throws Exception {
        try (SSLSocket socket = Sockets.tls(
                Sockets.plain(AttackedProcess.server().port()),
                parameters -> parameters.setProtocols(new String[] {OLD}))) {
            assertThat(socket.getSession().getProtocol()).isEqualTo(OLD);
            assertThat(isAuthenticated(socket.getSession().getCipherSuite())).isTrue();
            assertThat(socket.getSession().getCipherSuite()).startsWith("TLS_ECDHE_");
            assertThat(new RawHttp(socket).exchange(GET).status()).isEqualTo(200);
        }
    }

    @Test
    @Spec("RFC 9325 §3.5")
    void refusesToRepeatAHandshake() throws Exception {
        try (SSLSocket socket = Sockets.tls(
                Sockets.plain(AttackedProcess.server().port()),
                parameters -> parameters.setProtocols(new String[] {OLD}))) {
            var peer = new RawHttp(socket);
            assertThat(peer.exchange(GET).status()).isEqualTo(200);

            assertThatThrownBy(() -> {
                        socket.startHandshake();
                        peer.exchange(GET);
                    })
                    .isInstanceOf(IOException.class);
        }
        AttackedProcess.assertServes(AttackedProcess.server());
    }

    @Test
    void refusesVersionsBefore12() {
        for (String version : new String[] {"TLSv1.1", "TLSv1"}) {
            assertThatThrownBy(() -> Sockets.tls(
                                    Sockets.plain(AttackedProcess.server().port()),
                                    parameters -> parameters.setProtocols(new String[] {version}))
                            .close())
                    .isInstanceOf(SSLException.class);
        }
    }
}
