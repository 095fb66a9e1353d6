package dev.countersign.attack;

import static dev.countersign.attack.AttackedServer.assertComesTrue;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.attack.AttackedServer.Http1;
import dev.countersign.attack.AttackedServer.Http2;
import dev.countersign.server.http.RawHttp;
import dev.countersign.server.transport.limit.TransportLimits;
import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests of requests whose peer disconnects or sends nothing more: each releases its resources, at its deadline at the
 * latest.
 */
@Timeout(120)
class AbandonedRequestTest {
    private static final int CONNECTIONS = 104;
    private static final int STREAMS = 20;
    private static final int LARGER_THAN_EAGER = TransportLimits.EAGER_BODY + 10;
    private static final byte[] FORM = Hpack.form("/token").block();
    private static final byte[] UPLOAD = Hpack.form("/upload")
            .field("content-length", Integer.toString(LARGER_THAN_EAGER))
            .block();
    private static final String HEAD = "POST /token HTTP/1.1\r\nHost: a\r\n";

    /** Limits with which nothing ends for want of time, so that all that is given back has been broken off. */
    private static final TransportLimits PATIENT = AttackedServer.patient(2_000, 1_000, 4_000);

    private final List<Closeable> open = new ArrayList<>();

    private <T extends Closeable> T kept(T connection) {
        open.add(connection);
        return connection;
    }

    private void breakAllOff() throws IOException {
        for (Closeable connection : open) {
            connection.close();
        }
    }

    /** What took every permit for good. */
    @ParameterizedTest
    @EnumSource(Http2.class)
    void givesEverythingBackWhenConnectionsWithAnnouncedBodiesBreak(Http2 way) throws Exception {
        try (var server = AttackedServer.start(PATIENT)) {
            for (int i = 0; i < CONNECTIONS; i++) {
                var peer = kept(way.connect(server));
                for (int stream = 0; stream < STREAMS; stream++) {
                    peer.data(peer.open(stream % 2 == 0 ? FORM : UPLOAD), new byte[100], false);
                }
            }
            assertComesTrue(() -> server.transport().requestsUnderWay() > 0);
            breakAllOff();

            server.assertNothingIsLeft();
            assertServes(server);
        }
    }

    @ParameterizedTest
    @EnumSource(Http1.class)
    void givesEverythingBackWhenHttp1ConnectionsBreak(Http1 way) throws Exception {
        try (var server = AttackedServer.start(PATIENT)) {
            List<String> beginnings = List.of(
                    HEAD + "Content-Length: 1000\r\n\r\nabc",
                    HEAD + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
                    HEAD + "Content-Length: 1000\r\nExpect: 100-continue\r\n\r\n",
                    "POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\nabc",
                    "GET / HTTP/1.1\r\nHost: a\r\nx: ");
            for (int i = 0; i < CONNECTIONS; i++) {
                kept(new RawHttp(way.connect(server))).send(beginnings.get(i % beginnings.size()));
            }
            assertComesTrue(() -> server.transport().connections() == CONNECTIONS);
            breakAllOff();

            server.assertNothingIsLeft();
            assertServes(server);
        }
    }

    /** The reset of TCP comes where the end of a stream was expected. */
    @Test
    void givesEverythingBackWhenConnectionsAreReset() throws Exception {
        try (var server = AttackedServer.start(PATIENT)) {
            for (int i = 0; i < CONNECTIONS; i++) {
                Socket socket = kept(Sockets.plain(server.priorKnowledgePort()));
                socket.setSoLinger(true, 0);
                var peer = Http2Peer.over(socket);
                peer.data(peer.open(FORM), new byte[100], false);
            }
            assertComesTrue(() -> server.transport().connections() == CONNECTIONS);
            breakAllOff();

            server.assertNothingIsLeft();
        }
    }

    @ParameterizedTest
    @EnumSource(Http2.class)
    void givesEverythingBackWhenStreamsAreReset(Http2 way) throws Exception {
        try (var server = AttackedServer.start();
                var peer = way.connect(server)) {
            for (int i = 0; i < STREAMS; i++) {
                int stream = peer.open(i % 2 == 0 ? FORM : UPLOAD);
                peer.data(stream, new byte[100], false);
                peer.reset(stream);
            }
            peer.flush();
            assertThat(peer.status(peer.request(Hpack.request("GET", "/").block())))
                    .isEqualTo(200);
            assertComesTrue(() -> server.transport().requestsUnderWay() == 0
                    && server.transport().heldBytes() == 0);
        }
    }

    /** Requests beside it do not keep a body open beyond its deadline. */
    @ParameterizedTest
    @EnumSource(Http2.class)
    void endsAStalledBodyAtItsDeadlineWhateverElseTheConnectionDoes(Http2 way) throws Exception {
        try (var server = AttackedServer.start();
                var peer = way.connect(server)) {
            var stalled = new ArrayList<Integer>();
            for (int i = 0; i < STREAMS; i++) {
                stalled.add(peer.open(i % 2 == 0 ? FORM : UPLOAD));
            }
            Thread prober = Thread.startVirtualThread(() -> {
                try {
                    for (int i = 0; i < 30; i++) {
                        synchronized (peer) {
                            peer.request(Hpack.request("GET", "/health/live").block());
                        }
                        Thread.sleep(AttackedServer.PATIENCE.dividedBy(5));
                    }
                } catch (IOException | InterruptedException ended) {
                    Thread.currentThread().interrupt();
                }
            });
            long start = System.nanoTime();
            while (!stalled.isEmpty()) {
                Http2Peer.Frame frame = peer.read();
                if (frame.type() == Http2Peer.HEADERS && stalled.remove((Integer) frame.stream())) {
                    assertThat(Http2Peer.statusOf(frame.payload())).isEqualTo(408);
                }
            }
            assertThat(System.nanoTime() - start)
                    .isLessThan(AttackedServer.PATIENCE.multipliedBy(8).toNanos());
            prober.interrupt();
            prober.join();
        }
    }

    /** A body that comes octet by octet has no more time than one that does not come. */
    @ParameterizedTest
    @EnumSource(Http2.class)
    void endsABodyThatTricklesAtItsDeadline(Http2 way) throws Exception {
        try (var server = AttackedServer.start();
                var peer = way.connect(server)) {
            int stream = peer.open(FORM);
            Thread trickle = Thread.startVirtualThread(() -> {
                try {
                    while (true) {
                        peer.data(stream, new byte[1], false);
                        Thread.sleep(50);
                    }
                } catch (IOException | InterruptedException ended) {
                    Thread.currentThread().interrupt();
                }
            });
            assertThat(peer.status(stream)).isEqualTo(408);
            trickle.interrupt();
            trickle.join();
        }
    }

    @ParameterizedTest
    @EnumSource(Http1.class)
    void endsAHeadOrABodyThatTricklesAtItsDeadline(Http1 way) throws Exception {
        try (var server = AttackedServer.start()) {
            for (String beginning : List.of(
                    "",
                    "GET / HTTP/1.1\r\nHost: a\r\nx: ",
                    HEAD + "Content-Length: 1000\r\n\r\n",
                    HEAD + "Transfer-Encoding: chunked\r\n\r\n3e8\r\n")) {
                try (var peer = new RawHttp(way.connect(server))) {
                    peer.send(beginning);
                    Thread trickle = Thread.startVirtualThread(() -> {
                        try {
                            while (true) {
                                peer.send("a");
                                Thread.sleep(50);
                            }
                        } catch (IOException | InterruptedException ended) {
                            Thread.currentThread().interrupt();
                        }
                    });
                    assertThat(trickle.join(java.time.Duration.ofSeconds(10))).isTrue();
                }
            }
            server.assertNothingIsLeft();
        }
    }

    /** The handler that waits for the body learns that it will not come. */
    @ParameterizedTest
    @EnumSource(Http1.class)
    void endsTheRequestWhoseHandlerWaitsForItsBody(Http1 way) throws Exception {
        try (var server = AttackedServer.start();
                var peer = new RawHttp(way.connect(server))) {
            peer.send("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: " + LARGER_THAN_EAGER + "\r\n\r\nabc");

            assertThat(peer.receive().status()).isEqualTo(408);
            assertThat(peer.isClosed()).isTrue();
            server.assertNothingIsLeft();
        }
    }

    private static void assertServes(AttackedServer server) throws IOException {
        assertThat(RawHttp.once(server.plainPort(), HEAD + "Content-Length: 3\r\n\r\nabc")
                        .body())
                .isEqualTo("abc");
    }
}
