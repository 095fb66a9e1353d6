package dev.countersign.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.attack.AttackedServer.Http1;
import dev.countersign.attack.AttackedServer.Http2;
import dev.countersign.core.Spec;
import dev.countersign.server.http.RawHttp;
import dev.countersign.server.transport.limit.TransportLimits;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that the limits do not affect well-behaved peers in any use of a connection. */
@Timeout(60)
class ConnectionUseTest {
    private static final String FORM = "POST /token HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc";

    /** Limits with which nothing ends for want of time. */
    private static final TransportLimits PATIENT = AttackedServer.patient(2_000, 1_000, 4_000);

    private static String get(String path, String version, String fields) {
        return "GET " + path + " HTTP/" + version + "\r\nHost: a\r\n" + fields + "\r\n";
    }

    @ParameterizedTest
    @EnumSource(Http1.class)
    @Spec("RFC 9112 §9.3.2")
    void answersPipelinedRequestsInTheirOrder(Http1 way) throws Exception {
        try (var server = AttackedServer.start();
                var peer = new RawHttp(way.connect(server))) {
            var requests = new StringBuilder();
            for (int i = 0; i < 50; i++) {
                requests.append(get("/" + i, "1.1", "")).append(FORM);
            }
            peer.send(requests.toString());
            for (int i = 0; i < 50; i++) {
                assertThat(peer.receive().body()).isEqualTo("GET /" + i);
                assertThat(peer.receive().body()).isEqualTo("abc");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Http1.class)
    @Spec("RFC 9112 §9.3")
    void keepsOrEndsAConnectionAsItIsAsked(Http1 way) throws Exception {
        try (var server = AttackedServer.start()) {
            try (var peer = new RawHttp(way.connect(server))) {
                RawHttp.Answer kept = peer.exchange(get("/", "1.0", "Connection: keep-alive\r\n"));
                assertThat(kept.header("Connection")).isEqualTo("keep-alive");
                RawHttp.Answer last = peer.exchange(get("/", "1.0", ""));
                assertThat(last.header("Connection")).isEqualTo("close");
                assertThat(peer.isClosed()).isTrue();
            }
            try (var peer = new RawHttp(way.connect(server))) {
                assertThat(peer.exchange(get("/", "1.1", "Connection: close\r\n"))
                                .header("Connection"))
                        .isEqualTo("close");
                assertThat(peer.isClosed()).isTrue();
            }
            server.assertNothingIsLeft();
        }
    }

    @ParameterizedTest
    @EnumSource(Http1.class)
    @Spec("RFC 9112 §3.2")
    void takesEveryFormOfATarget(Http1 way) throws Exception {
        try (var server = AttackedServer.start();
                var peer = new RawHttp(way.connect(server))) {
            assertThat(peer.exchange(get("http://a/b?c", "1.1", "")).body()).isEqualTo("GET /b");
            assertThat(peer.exchange("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n").body())
                    .isEqualTo("OPTIONS *");
            peer.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(peer.receive(true).header("Content-Length")).isEqualTo("6");
            assertThat(peer.exchange(get("/", "1.1", "")).body()).isEqualTo("GET /");
        }
    }

    @ParameterizedTest
    @EnumSource(Http1.class)
    @Spec("RFC 9110 §10.1.1")
    void hasTheBodySentThatAPeerHoldsBack(Http1 way) throws Exception {
        try (var server = AttackedServer.start();
                var peer = new RawHttp(way.connect(server))) {
            for (int length : new int[] {3, 70_000}) {
                peer.send("POST /upload HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: " + length
                        + "\r\n\r\n");
                assertThat(peer.receive(true).status()).isEqualTo(100);
                peer.send("a".repeat(length));
                assertThat(peer.receive().body()).hasSize(length);
            }
            peer.send("POST /token HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 70000\r\n\r\n");
            assertThat(peer.receive().status()).isEqualTo(413);
        }
    }

    /** A peer that has said everything may still listen. */
    @Test
    @Spec("RFC 9112 §9.6")
    void answersAPeerThatHasClosedItsHalf() throws Exception {
        try (var server = AttackedServer.start()) {
            try (Socket socket = Sockets.plain(server.plainPort());
                    var peer = new RawHttp(socket)) {
                peer.send(get("/held", "1.1", ""));
                AttackedServer.assertComesTrue(() -> server.handled.get() == 1);
                socket.shutdownOutput();
                server.held.countDown();
                assertThat(peer.receive().status()).isEqualTo(200);
                assertThat(peer.isClosed()).isTrue();
            }
            server.assertNothingIsLeft();
        }
    }

    /** A half that is closed within a request, or before one, is the end. */
    @Test
    void endsAConnectionWhoseHalfIsClosedTooEarly() throws Exception {
        try (var server = AttackedServer.start()) {
            for (String beginning : new String[] {"", "GET / HT", FORM.substring(0, FORM.length() - 1)}) {
                try (Socket socket = Sockets.plain(server.plainPort());
                        var peer = new RawHttp(socket)) {
                    peer.send(beginning);
                    socket.shutdownOutput();
                    assertThat(peer.rest()).matches("|HTTP/1.1 400 (?s).*");
                }
            }
            server.assertNothingIsLeft();
            assertThat(server.handled).hasValue(0);
        }
    }

    /** Such a peer reads when it has sent everything; a reset meanwhile would take the refusal from it. */
    @ParameterizedTest
    @EnumSource(Http1.class)
    @Spec("RFC 9112 §9.6")
    void tellsARefusalToAPeerThatSendsAllOfItsBodyFirst(Http1 way) throws Exception {
        try (var server = AttackedServer.start(PATIENT)) {
            String chunks = "8000\r\n" + "a".repeat(0x8000) + "\r\n";
            for (String rest : List.of(
                    "/token HTTP/1.1\r\nHost: a\r\nContent-Length: 8000000\r\n\r\n" + "a".repeat(8_000_000),
                    "/upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + chunks.repeat(250)
                            + "0\r\n\r\n")) {
                try (var peer = new RawHttp(way.connect(server))) {
                    peer.send("POST " + rest);

                    assertThat(peer.receive().status()).isEqualTo(413);
                    assertThat(peer.rest()).isEmpty();
                }
            }
            server.assertNothingIsLeft();
        }
    }

    /** The end is told at once, and what is still on its way does no harm. */
    @ParameterizedTest
    @EnumSource(Http1.class)
    @Spec("RFC 9112 §9.6")
    void closesItsHalfFirstWhenItRefuses(Http1 way) throws Exception {
        try (var server = AttackedServer.start(PATIENT)) {
            try (var peer = new RawHttp(way.connect(server))) {
                peer.send("POST /token HTTP/1.1\r\nHost: a\r\nContent-Length: 70000\r\n\r\n");

                assertThat(peer.receive().header("Connection")).isEqualTo("close");
                assertThat(peer.rest()).isEmpty();
                peer.send(new byte[35_000]);
                peer.send(new byte[35_000]);
                assertThat(server.transport().connections()).isEqualTo(1);
            }
            server.assertNothingIsLeft();
        }
    }

    /** Input after the last request of a connection takes nothing from its response. */
    @ParameterizedTest
    @EnumSource(Http1.class)
    @Spec("RFC 9112 §9.6")
    void answersTheLastRequestOfAPeerThatSendsMore(Http1 way) throws Exception {
        try (var server = AttackedServer.start(PATIENT)) {
            try (var peer = new RawHttp(way.connect(server))) {
                peer.send(get("/", "1.1", "Connection: close\r\n") + FORM.repeat(30_000));

                assertThat(peer.receive().body()).isEqualTo("GET /");
                assertThat(peer.rest()).isEmpty();
                assertThat(server.handled).hasValue(1);
            }
            server.assertNothingIsLeft();
        }
    }

    /** The other side of it: the peer's half is not waited for longer than anything else of it. */
    @ParameterizedTest
    @EnumSource(Http1.class)
    void endsARefusedConnectionThatThePeerKeepsOpen(Http1 way) throws Exception {
        try (var server = AttackedServer.start();
                var peer = new RawHttp(way.connect(server))) {
            peer.send("POST /token HTTP/1.1\r\nHost: a\r\nContent-Length: 70000\r\n\r\n");

            assertThat(peer.receive().status()).isEqualTo(413);
            server.assertNothingIsLeft();
        }
    }

    /** Nor is all that it sends read. */
    @ParameterizedTest
    @EnumSource(Http1.class)
    void endsARefusedConnectionWhosePeerSendsWithoutEnd(Http1 way) throws Exception {
        try (var server = AttackedServer.start(PATIENT);
                var peer = new RawHttp(way.connect(server))) {
            peer.send("POST /token HTTP/1.1\r\nHost: a\r\nContent-Length: 70000\r\n\r\n");
            assertThat(peer.receive().status()).isEqualTo(413);

            byte[] more = new byte[1 << 20];
            assertThatThrownBy(() -> {
                        while (true) {
                            peer.send(more);
                        }
                    })
                    .isInstanceOf(IOException.class);
            server.assertNothingIsLeft();
        }
    }

    @ParameterizedTest
    @EnumSource(Http2.class)
    void answersOverHttp2AsOverHttp1(Http2 way) throws Exception {
        try (var server = AttackedServer.start();
                var peer = way.connect(server)) {
            int head = peer.request(Hpack.request("HEAD", "/").block());
            Http2Peer.Frame first = peer.read(head, Http2Peer.HEADERS);
            assertThat(first.ends() || peer.read(head, Http2Peer.DATA).payload().length == 0)
                    .isTrue();

            int expecting = peer.open(Hpack.form("/token")
                    .field("expect", "100-continue")
                    .field("content-length", "3")
                    .block());
            assertThat(Http2Peer.statusOf(
                            peer.read(expecting, Http2Peer.HEADERS).payload()))
                    .isEqualTo(100);
            peer.data(expecting, new byte[3], true);
            assertThat(peer.status(expecting)).isEqualTo(200);

            int withTrailers = peer.open(Hpack.form("/token").block());
            peer.data(withTrailers, new byte[3], false);
            peer.headers(withTrailers, new Hpack().field("a", "b").block(), Http2Peer.END_STREAM);
            peer.flush();
            assertThat(peer.status(withTrailers)).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource(Http2.class)
    @Spec("RFC 9113 §6.8")
    void letsARequestEndBeforeItStops(Http2 way) throws Exception {
        var server = AttackedServer.start();
        try (var peer = way.connect(server)) {
            int stream = peer.request(Hpack.request("GET", "/held").block());
            AttackedServer.assertComesTrue(() -> server.handled.get() == 1);
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);
            assertThat(peer.status(stream)).isEqualTo(200);
            stopped.join();
        }
    }
}
