package dev.countersign.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.attack.AttackedServer.Http2;
import dev.countersign.core.Spec;
import java.util.ArrayList;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Attacks with floods of frames that cost the server more than the peer (RFC 9113 §10.5). */
@Timeout(120)
class FrameFloodTest {
    private static final int MANY = 20_000;
    private static final byte[] GET = Hpack.request("GET", "/").block();
    private static final byte[] FORM = Hpack.form("/token").block();

    private static void assertEnds(Http2 way, Flood flood) throws Exception {
        try (var server = AttackedServer.start()) {
            try (var peer = way.connect(server)) {
                assertThat(peer.endsWithin(MANY, () -> flood.send(peer))).isTrue();
                assertThat(server.handled.get()).isLessThan(MANY / 10);
            }
            server.assertNothingIsLeft();
            try (var peer = way.connect(server)) {
                assertThat(peer.status(peer.request(GET))).isEqualTo(200);
            }
        }
    }

    /** One step of a flood. */
    private interface Flood {
        void send(Http2Peer peer) throws java.io.IOException;
    }

    @ParameterizedTest
    @EnumSource(Http2.class)
    void endsRapidReset(Http2 way) throws Exception {
        assertEnds(way, peer -> {
            int stream = peer.nextStream();
            peer.headers(stream, GET, Http2Peer.END_STREAM);
            peer.reset(stream);
        });
    }

    @ParameterizedTest
    @EnumSource(Http2.class)
    void endsRapidResetOfRequestsWithBodies(Http2 way) throws Exception {
        assertEnds(way, peer -> {
            int stream = peer.nextStream();
            peer.headers(stream, FORM, 0);
            peer.reset(stream);
        });
    }

    /** The peer makes the server reset each stream, by a frame that is wrong there. */
    @ParameterizedTest
    @EnumSource(Http2.class)
    void endsStreamsThatMakeTheServerResetThem(Http2 way) throws Exception {
        assertEnds(way, peer -> {
            int stream = peer.nextStream();
            peer.headers(stream, FORM, 0);
            peer.windowUpdate(stream, 0);
        });
    }

    @ParameterizedTest
    @EnumSource(Http2.class)
    void endsStreamsWhoseWindowsOverflow(Http2 way) throws Exception {
        assertEnds(way, peer -> {
            int stream = peer.nextStream();
            peer.headers(stream, FORM, 0);
            peer.windowUpdate(stream, Integer.MAX_VALUE);
        });
    }

    @ParameterizedTest
    @EnumSource(Http2.class)
    void endsPings(Http2 way) throws Exception {
        assertEnds(way, peer -> peer.frame(Http2Peer.PING, 0, 0, new byte[8]));
    }

    @ParameterizedTest
    @EnumSource(Http2.class)
    void endsSettings(Http2 way) throws Exception {
        assertEnds(way, peer -> peer.settings(Http2Peer.SETTING_WINDOW, 65_535));
    }

    @ParameterizedTest
    @EnumSource(Http2.class)
    void endsPriorities(Http2 way) throws Exception {
        assertEnds(way, peer -> peer.frame(Http2Peer.PRIORITY, 0, peer.nextStream(), new byte[] {0, 0, 0, 0, 1}));
    }

    @ParameterizedTest
    @EnumSource(Http2.class)
    void endsUnknownFrames(Http2 way) throws Exception {
        assertEnds(way, peer -> peer.frame(0x77, 0, 0, new byte[8]));
    }

    @ParameterizedTest
    @EnumSource(Http2.class)
    void endsEmptyPiecesOfABody(Http2 way) throws Exception {
        try (var server = AttackedServer.start();
                var peer = way.connect(server)) {
            int stream = peer.open(FORM);
            assertThat(peer.endsWithin(MANY, () -> peer.frame(Http2Peer.DATA, 0, stream, new byte[0])))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Http2.class)
    void endsPaddingAroundSmallPiecesOfABody(Http2 way) throws Exception {
        try (var server = AttackedServer.start();
                var peer = way.connect(server)) {
            int stream = peer.open(FORM);
            byte[] padded = new byte[1 + 1 + 255];
            padded[0] = (byte) 255;
            assertThat(peer.endsWithin(MANY, () -> peer.frame(Http2Peer.DATA, 0x8, stream, padded)))
                    .isTrue();
        }
    }

    /** The other side of these limits: a client that uses the connection as it should, for long. */
    @ParameterizedTest
    @EnumSource(Http2.class)
    @Spec("RFC 9113 §5.1.2")
    void answersThousandsOfRequestsOnOneConnection(Http2 way) throws Exception {
        try (var server = AttackedServer.start();
                var peer = way.connect(server)) {
            for (int round = 0; round < 100; round++) {
                var streams = new ArrayList<Integer>();
                for (int i = 0; i < 30; i++) {
                    int stream = peer.nextStream();
                    peer.headers(stream, FORM, 0);
                    peer.frame(Http2Peer.DATA, Http2Peer.END_STREAM, stream, new byte[100]);
                    streams.add(stream);
                }
                peer.frame(Http2Peer.PING, 0, 0, new byte[8]);
                peer.flush();
                var answered = new ArrayList<Integer>();
                while (answered.size() < streams.size()) {
                    Http2Peer.Frame frame = peer.read();
                    assertThat(frame.type()).isNotIn(Http2Peer.RST_STREAM, Http2Peer.GOAWAY);
                    if (frame.type() == Http2Peer.DATA && frame.ends()) {
                        answered.add(frame.stream());
                        peer.windowUpdate(0, frame.payload().length);
                    }
                }
            }
            assertThat(server.handled).hasValue(3_000);
        }
    }
}
