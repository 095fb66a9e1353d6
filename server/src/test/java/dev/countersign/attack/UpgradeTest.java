package dev.countersign.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.attack.AttackedServer.Http1;
import dev.countersign.core.Spec;
import dev.countersign.server.http.RawHttp;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of unwanted HTTP/2: by an upgrade, which is not supported, and without TLS. */
@Timeout(60)
class UpgradeTest {
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    @ParameterizedTest
    @EnumSource(Http1.class)
    @Spec("RFC 9113 §3.1")
    void ignoresUpgrades(Http1 way) throws Exception {
        try (var server = AttackedServer.start();
                var peer = new RawHttp(way.connect(server))) {
            for (String protocol : new String[] {"h2c", "h2", "websocket", "TLS/1.0", "HTTP/2.0"}) {
                RawHttp.Answer answer =
                        peer.exchange("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: "
                                + protocol + "\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n");

                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.header("Upgrade")).isEmpty();
                assertThat(answer.body()).isEqualTo("GET /");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void refusesPriorKnowledgeWhereItIsNotConfigured(boolean tls) throws Exception {
        try (var server = AttackedServer.start();
                Socket socket = tls ? Sockets.tls(server.tlsPort(), "http/1.1") : Sockets.plain(server.plainPort());
                var peer = new RawHttp(socket)) {
            peer.send(PREFACE);

            assertThat(peer.receive().status()).isIn(400, 505);
            assertThat(peer.rest().getBytes(StandardCharsets.UTF_8)).isEmpty();
            assertThat(server.handled).hasValue(0);
        }
    }

    @Test
    @Spec("RFC 9113 §3.3")
    void speaksHttp2ByPriorKnowledgeWhereItIsConfigured() throws Exception {
        try (var server = AttackedServer.start();
                var peer = Http2Peer.over(Sockets.plain(server.priorKnowledgePort()))) {
            assertThat(peer.status(peer.request(Hpack.request("GET", "/").block())))
                    .isEqualTo(200);
        }
    }

    @Test
    void endsAPrefaceThatStops() throws Exception {
        try (var server = AttackedServer.start();
                Socket socket = Sockets.plain(server.priorKnowledgePort());
                var peer = new RawHttp(socket)) {
            peer.send(PREFACE.substring(0, 10));

            assertThat(peer.isClosed()).isTrue();
            server.assertNothingIsLeft();
        }
    }

    /** The real server, as it comes. */
    @Test
    void ignoresUpgradesToMetrics() throws Exception {
        int port = AttackedProcess.server().httpPort();
        RawHttp.Answer answer = RawHttp.once(
                port,
                "GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                        + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(RawHttp.once(port, PREFACE).status()).isIn(400, 505);
    }
}
