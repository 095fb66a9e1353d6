package dev.countersign.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.attack.AttackedServer.Http1;
import dev.countersign.attack.AttackedServer.Http2;
import dev.countersign.server.http.RawHttp;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks by peers that send requests and do not accept the responses. */
@Timeout(60)
class SlowReaderTest {
    private static final int NO_WINDOW = 0;
    private static final int LARGEST_WINDOW = Integer.MAX_VALUE;

    @ParameterizedTest
    @ValueSource(strings = {"/", "/large", "/stream"})
    void endsAStreamWhoseWindowStaysClosed(String path) throws Exception {
        try (var server = AttackedServer.start()) {
            for (Http2 way : Http2.values()) {
                try (var peer = Http2Peer.over(way.socket(server), Http2Peer.SETTING_WINDOW, NO_WINDOW)) {
                    int stream = peer.request(Hpack.request("GET", path).block());
                    peer.read(stream, Http2Peer.RST_STREAM);
                }
            }
            server.assertNothingIsLeft();
        }
    }

    /** The end of a body that is not wanted any more is no reason to wait for longer. */
    @ParameterizedTest
    @EnumSource(Http2.class)
    void endsAStreamWhoseBodyEndsAfterItsResponseBegan(Http2 way) throws Exception {
        try (var server = AttackedServer.start();
                var peer = Http2Peer.over(way.socket(server), Http2Peer.SETTING_WINDOW, NO_WINDOW)) {
            byte[] head = Hpack.form("/large").field("content-length", "100000").block();
            int stream = peer.open(head);
            peer.read(stream, Http2Peer.HEADERS);
            // as much as the window of a stream takes at once, and the rest when there is a window for it
            peer.data(stream, new byte[16_000], false);
            peer.data(stream, new byte[16_000], false);
            peer.data(stream, new byte[16_000], false);
            peer.data(stream, new byte[16_000], false);
            peer.read(stream, Http2Peer.WINDOW_UPDATE);
            peer.data(stream, new byte[16_000], false);
            peer.data(stream, new byte[16_000], false);
            peer.data(stream, new byte[4_000], true);
            peer.read(stream, Http2Peer.RST_STREAM);
            AttackedServer.assertComesTrue(() -> server.transport().requestsUnderWay() == 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/large", "/stream"})
    void endsAnHttp2ConnectionWhoseTcpWindowIsFull(String path) throws Exception {
        try (var server = AttackedServer.start();
                Socket socket = Sockets.withSmallWindow(server.priorKnowledgePort());
                var peer = Http2Peer.over(socket, Http2Peer.SETTING_WINDOW, LARGEST_WINDOW)) {
            peer.windowUpdate(0, LARGEST_WINDOW - 65_535);
            for (int i = 0; i < 20; i++) {
                peer.request(Hpack.request("GET", path).block());
            }
            server.assertNothingIsLeftOf(20);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/large", "/stream"})
    void endsAnHttp1ConnectionWhoseTcpWindowIsFull(String path) throws Exception {
        try (var server = AttackedServer.start();
                Socket socket = Sockets.withSmallWindow(server.plainPort());
                var peer = new RawHttp(socket)) {
            peer.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
            server.assertNothingIsLeftOf(1);
        }
    }

    @Test
    void endsAnEncryptedHttp1ConnectionWhoseTcpWindowIsFull() throws Exception {
        try (var server = AttackedServer.start();
                Socket below = Sockets.withSmallWindow(server.tlsPort());
                var peer = new RawHttp(Sockets.tls(below, _ -> {}))) {
            peer.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
            server.assertNothingIsLeftOf(1);
        }
    }

    /** A peer that reads on gets all of it. */
    @ParameterizedTest
    @EnumSource(Http1.class)
    void givesAPeerThatReadsTheWholeResponse(Http1 way) throws Exception {
        try (var server = AttackedServer.start(AttackedServer.limits(Duration.ofSeconds(30)));
                var peer = new RawHttp(way.connect(server))) {
            for (String path : new String[] {"/large", "/stream"}) {
                assertThat(peer.exchange("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n")
                                .body())
                        .hasSize(AttackedServer.LARGE);
            }
        }
    }

    /** What is sent ahead of a response that is not read stays with its sender. */
    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\nHost: a\r\n\r\n", "a"})
    @SuppressWarnings("try") // closing the socket is what ends the sender
    void readsNothingAheadWhileARequestIsAnswered(String more) throws Exception {
        try (var server = AttackedServer.start();
                Socket socket = Sockets.plain(server.plainPort());
                var peer = new RawHttp(socket)) {
            peer.send("GET /held HTTP/1.1\r\nHost: a\r\n\r\n");
            byte[] ahead = more.repeat((1 << 20) / more.length()).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            var sent = new java.util.concurrent.atomic.AtomicLong();
            Thread sender = Thread.startVirtualThread(() -> {
                try {
                    while (true) {
                        socket.getOutputStream().write(ahead);
                        sent.addAndGet(ahead.length);
                    }
                } catch (IOException ended) {
                    // with the test
                }
            });
            long before = -1;
            while (sent.get() != before) {
                before = sent.get();
                Thread.sleep(500);
            }
            // the buffers of two sockets, and not the memory of the server
            assertThat(sent.get()).isLessThan(32L << 20);
            socket.close();
            sender.join();
        } catch (SocketException closed) {
            // by us
        }
    }
}
