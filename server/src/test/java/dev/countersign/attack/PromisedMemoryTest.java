package dev.countersign.attack;

import dev.countersign.e2e.ServerProcess;
import dev.countersign.server.http.RawHttp;
import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Attacks that announce much, send slowly and accept nothing, on a server with a heap of 256 MB. */
@Timeout(180)
class PromisedMemoryTest {
    /** How many connections each case opens; every one of them in the longer form, which asks for more than there is. */
    private static final int CONNECTIONS = Integer.getInteger("countersign.attack.connections", 33);

    private static final int STREAMS = 99;
    private static final int ANNOUNCED = 60_000;
    private static final int WINDOW_OF_NOTHING = 0;

    private final List<Closeable> open = new ArrayList<>();

    @AfterEach
    void breakAllOff() throws IOException {
        for (Closeable connection : open) {
            connection.close();
        }
    }

    private interface Attack {
        void on(ServerProcess server) throws IOException;
    }

    private void livesThrough(Attack attack) throws IOException {
        ServerProcess server = AttackedProcess.server();
        for (int i = 0; i < CONNECTIONS; i++) {
            try {
                attack.on(server);
            } catch (IOException refused) {
                // the server had enough of this one, which is its right
            }
        }
        AttackedProcess.assertServes(server);
        breakAllOff();
        AttackedProcess.assertServes(server);
    }

    private Http2Peer http2(ServerProcess server, int... settings) throws IOException {
        Socket socket = Sockets.tls(server.port(), "h2");
        open.add(socket);
        return Http2Peer.over(socket, settings);
    }

    private RawHttp http1(Socket socket) throws IOException {
        open.add(socket);
        return new RawHttp(socket);
    }

    /** 33 connections of 99 streams, each with a body that is announced: 390 KB that took 256 MB. */
    @Test
    void livesWhenThousandsOfBodiesAreAnnounced() throws Exception {
        byte[] head = Hpack.form("/oauth2/token")
                .field("content-length", Integer.toString(ANNOUNCED))
                .block();
        livesThrough(server -> {
            var peer = http2(server);
            for (int stream = 0; stream < STREAMS; stream++) {
                peer.frame(Http2Peer.HEADERS, Http2Peer.END_HEADERS, peer.nextStream(), head);
            }
            peer.flush();
        });
    }

    /** A head is kept for as long as its body does not come, and takes more memory than octets on the wire. */
    @Test
    void livesWhenThousandsOfFullHeadsWaitForTheirBodies() throws Exception {
        var head = Hpack.form("/oauth2/token");
        for (int i = 0; i < 120; i++) {
            head.remembered("a" + i, "v".repeat(70));
        }
        byte[] full = head.block();
        livesThrough(server -> {
            var peer = http2(server);
            for (int stream = 0; stream < STREAMS; stream++) {
                peer.headers(peer.nextStream(), full, 0);
            }
            peer.flush();
        });
    }

    @Test
    void livesWhenEveryStreamHoldsItsResponse() throws Exception {
        byte[] head = Hpack.request("GET", "/console/sign-in").block();
        byte[] health = Hpack.request("GET", "/health/live").block();
        livesThrough(server -> {
            var peer = http2(server, Http2Peer.SETTING_WINDOW, WINDOW_OF_NOTHING);
            for (int stream = 0; stream < STREAMS; stream++) {
                peer.request(stream % 2 == 0 ? head : health);
            }
        });
    }

    /** Each piece of a body would keep the buffer that it was read into. */
    @Test
    void livesWhenBodiesThatNobodyReadsComeInPiecesOfOneOctet() throws Exception {
        byte[] head =
                Hpack.form("/oauth2/token").field("content-length", "65000000").block();
        livesThrough(server -> {
            var peer = http2(server, Http2Peer.SETTING_WINDOW, WINDOW_OF_NOTHING);
            int stream = peer.open(head);
            for (int i = 0; i < 30_000; i++) {
                peer.frame(Http2Peer.DATA, 0, stream, new byte[1]);
            }
            peer.flush();
        });
    }

    @Test
    void livesWhenBodiesArriveAlmostToTheirEnds() throws Exception {
        byte[] head = Hpack.form("/oauth2/token").block();
        byte[] piece = "a=".repeat(8_000).getBytes(StandardCharsets.US_ASCII);
        livesThrough(server -> {
            var peer = http2(server);
            // what the window of the connection takes at once
            for (int i = 0; i < 4; i++) {
                peer.frame(Http2Peer.DATA, 0, peer.open(head), piece);
            }
            peer.flush();
            http1(Sockets.plain(server.httpPort()))
                    .send("POST /oauth2/token HTTP/1.1\r\nHost: a\r\nContent-Length: " + ANNOUNCED + "\r\n\r\n"
                            + "a".repeat(ANNOUNCED - 1));
        });
    }

    @Test
    void livesWhenHttp1HeadsOfThousandsOfFieldsNeverEnd() throws Exception {
        String head = "GET / HTTP/1.1\r\nHost: a\r\n" + "a:\r\n".repeat(4_000);
        livesThrough(server -> {
            for (int i = 0; i < 4; i++) {
                http1(Sockets.plain(server.httpPort())).send(head);
            }
            http1(Sockets.tls(server.port(), "http/1.1")).send(head);
        });
    }

    /** Requests sent ahead wait in the socket of their sender. */
    @Test
    void livesWhenRequestsAreSentAheadAndNoResponseIsRead() throws Exception {
        String requests = "GET /console/sign-in HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(20_000);
        livesThrough(server -> {
            Socket socket = Sockets.withSmallWindow(server.httpPort());
            RawHttp peer = http1(socket);
            Thread.startVirtualThread(() -> {
                try {
                    peer.send(requests);
                } catch (IOException ended) {
                    // by the server, or by the end of the test
                }
            });
        });
    }
}
