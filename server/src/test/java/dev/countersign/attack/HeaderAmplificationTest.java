package dev.countersign.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.attack.AttackedServer.Http1;
import dev.countersign.attack.AttackedServer.Http2;
import dev.countersign.core.Spec;
import dev.countersign.e2e.ServerProcess;
import dev.countersign.server.http.RawHttp;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks with header sections that are small in transit and large in memory, or never end. */
@Timeout(120)
class HeaderAmplificationTest {
    private static final int REFERENCES = 16_200;
    private static final int NEWEST = 62;
    private static final int FIELDS = 200;
    private static final String ENTRY = "v".repeat(4_000);

    /** Two streams, 32,633 octets: what ended the process. */
    @Test
    @Spec("RFC 9113 §10.5.1")
    void livesWhenOneEntryIsReferredToThousandsOfTimes() throws Exception {
        ServerProcess server = AttackedProcess.server();
        try (var peer = Http2Peer.over(Sockets.tls(server.port(), "h2"))) {
            int first = peer.request(Hpack.request("GET", "/health/live")
                    .remembered("a", ENTRY)
                    .referred(NEWEST, REFERENCES)
                    .block());
            int second = peer.request(Hpack.request("GET", "/health/live")
                    .referred(NEWEST, REFERENCES)
                    .block());
            assertThat(peer.outcome(first)).isIn(0, 431);
            assertThat(peer.outcome(second)).isIn(0, 431);
        }
        AttackedProcess.assertServes(server);
    }

    @Test
    void livesWhenHundredsOfConnectionsDoSo() throws Exception {
        ServerProcess server = AttackedProcess.server();
        int connections = Integer.getInteger("countersign.attack.amplifiers", 40);
        byte[] first = Hpack.form("/oauth2/token")
                .remembered("a", ENTRY)
                .referred(NEWEST, REFERENCES)
                .block();
        byte[] next = Hpack.form("/oauth2/token").referred(NEWEST, REFERENCES).block();
        var open = new ArrayList<Http2Peer>();
        try {
            for (int i = 0; i < connections; i++) {
                var peer = Http2Peer.over(Sockets.tls(server.port(), "h2"));
                open.add(peer);
                attempt(() -> {
                    peer.open(first);
                    for (int stream = 0; stream < 20; stream++) {
                        peer.open(next);
                    }
                });
            }
            AttackedProcess.assertServes(server);
        } finally {
            closeAll(open);
        }
    }

    @ParameterizedTest
    @EnumSource(Http2.class)
    void refusesMoreThanTheMostOctetsOfAHeaderList(Http2 way) throws Exception {
        try (var server = AttackedServer.start();
                var peer = way.connect(server)) {
            int good = peer.request(
                    Hpack.request("GET", "/").field("a", "v".repeat(15_000)).block());
            assertThat(peer.status(good)).isEqualTo(200);

            int stream = peer.request(
                    Hpack.request("GET", "/").field("a", "v".repeat(16_384)).block());
            assertThat(peer.outcome(stream)).isIn(0, 431);
            assertThat(server.handled).hasValue(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Http2.class)
    void refusesMoreThanTheMostFieldsOverHttp2(Http2 way) throws Exception {
        try (var server = AttackedServer.start();
                var peer = way.connect(server)) {
            // three of the four pseudo-header fields are none of the head that is counted; :authority is its Host
            int least = peer.request(fields(FIELDS - 10));
            assertThat(peer.status(least)).isEqualTo(200);

            int stream = peer.request(fields(FIELDS + 1));
            assertThat(peer.outcome(stream)).isIn(0, 431);
            assertThat(server.handled).hasValue(1);
        }
    }

    private static byte[] fields(int count) {
        var head = Hpack.request("GET", "/");
        for (int i = 0; i < count; i++) {
            head.field("a" + i, "");
        }
        return head.block();
    }

    @ParameterizedTest
    @EnumSource(Http2.class)
    @Spec("RFC 9113 §8.2.3")
    void refusesManyCookieCrumbs(Http2 way) throws Exception {
        try (var server = AttackedServer.start();
                var peer = way.connect(server)) {
            int stream = peer.request(Hpack.request("GET", "/")
                    .remembered("cookie", "c".repeat(100))
                    .referred(NEWEST, REFERENCES)
                    .block());
            assertThat(peer.outcome(stream)).isIn(0, 431);
            assertThat(server.handled).hasValue(0);
        }
    }

    @ParameterizedTest
    @EnumSource(Http2.class)
    void refusesLargeTrailersOverHttp2(Http2 way) throws Exception {
        try (var server = AttackedServer.start()) {
            try (var peer = way.connect(server)) {
                int stream =
                        peer.open(Hpack.form("/token").remembered("a", ENTRY).block());
                peer.data(stream, new byte[10], false);
                peer.headers(stream, new Hpack().referred(NEWEST, REFERENCES).block(), Http2Peer.END_STREAM);
                peer.flush();
                assertThat(peer.outcome(stream)).isIn(0, 400, 431);
            }
            server.assertNothingIsLeft();
        }
    }

    @ParameterizedTest
    @EnumSource(Http2.class)
    void endsAConnectionWhoseHeaderSectionNeverEnds(Http2 way) throws Exception {
        try (var server = AttackedServer.start();
                var peer = way.connect(server)) {
            byte[] fragment = new Hpack().field("a", "v".repeat(500)).block();
            peer.frame(
                    Http2Peer.HEADERS,
                    0,
                    peer.nextStream(),
                    Hpack.request("GET", "/").block());

            assertThat(peer.endsWithin(1_000, () -> peer.frame(Http2Peer.CONTINUATION, 0, 1, fragment)))
                    .isTrue();
            assertThat(server.handled).hasValue(0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void endsAConnectionThatContinuesAHeaderSectionWithNothing(int octets) throws Exception {
        try (var server = AttackedServer.start();
                var peer = Http2.TLS.connect(server)) {
            peer.frame(
                    Http2Peer.HEADERS,
                    0,
                    peer.nextStream(),
                    Hpack.request("GET", "/").block());

            assertThat(peer.endsWithin(50_000, () -> peer.frame(Http2Peer.CONTINUATION, 0, 1, new byte[octets])))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Http1.class)
    void refusesMoreThanTheMostFieldsOverHttp1(Http1 way) throws Exception {
        try (var server = AttackedServer.start()) {
            try (var good = new RawHttp(way.connect(server))) {
                assertThat(good.exchange(head(FIELDS)).status()).isEqualTo(200);
                assertThat(good.exchange(head(FIELDS + 1)).status()).isEqualTo(431);
                assertThat(good.isClosed()).isTrue();
            }
            assertThat(server.handled).hasValue(1);
            server.assertNothingIsLeft();
        }
    }

    private static String head(int fields) {
        return "GET / HTTP/1.1\r\nHost: a\r\n" + "a:\r\n".repeat(fields - 1) + "\r\n";
    }

    /** A head that is not complete is refused as soon as it has too many fields, before they fill the memory. */
    @ParameterizedTest
    @EnumSource(Http1.class)
    void refusesTooManyFieldsBeforeTheHeadIsComplete(Http1 way) throws Exception {
        try (var server = AttackedServer.start();
                var peer = new RawHttp(way.connect(server))) {
            peer.send("GET / HTTP/1.1\r\nHost: a\r\n" + "a:\r\n".repeat(FIELDS + 1));

            assertThat(peer.receive().status()).isEqualTo(431);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:\r\n", "a: 0123456789012345678901234567890123456789\r\n"})
    void refusesLargeTrailersOverHttp1(String trailer) throws Exception {
        try (var server = AttackedServer.start()) {
            try (var peer = new RawHttp(Http1.PLAIN.connect(server))) {
                peer.send("POST /token HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n"
                        + trailer.repeat(16_000 / trailer.length()));

                assertThat(peer.receive().status()).isIn(400, 431);
                assertThat(peer.isClosed()).isTrue();
            }
            server.assertNothingIsLeft();
        }
    }

    /** The table of our encoder belongs to the peer, who may ask for any size. */
    @Test
    @Spec("RFC 7541 §4.2")
    void keepsNoFieldThatDiffersFromResponseToResponse() throws Exception {
        try (var server = AttackedServer.start();
                var peer = Http2Peer.over(
                        Sockets.tls(server.tlsPort(), "h2"), Http2Peer.SETTING_TABLE_SIZE, Integer.MAX_VALUE)) {
            for (int i = 0; i < 3; i++) {
                int stream = peer.request(
                        Hpack.request("GET", "/large-" + i + "x".repeat(i)).block());
                byte[] block = peer.read(stream, Http2Peer.HEADERS).payload();
                // the fields of the last two responses that are the same are entries; the others are never indexed
                if (i > 0) {
                    assertThat(literalsThatAreIndexed(block)).isZero();
                }
            }
        }
    }

    private static int literalsThatAreIndexed(byte[] block) throws IOException {
        int count = 0;
        int i = 0;
        while (i < block.length) {
            int first = block[i] & 0xff;
            if ((first & 0x80) != 0) {
                i = afterInteger(block, i, 7);
            } else if ((first & 0xe0) == 0x20) {
                i = afterInteger(block, i, 5);
            } else {
                boolean indexed = (first & 0xc0) == 0x40;
                count += indexed ? 1 : 0;
                int prefix = indexed ? 6 : 4;
                boolean named = (first & (1 << prefix) - 1) != 0;
                i = afterInteger(block, i, prefix);
                i = named ? i : afterString(block, i);
                i = afterString(block, i);
            }
        }
        if (i > block.length) {
            throw new EOFException();
        }
        return count;
    }

    private static int afterInteger(byte[] block, int at, int prefix) {
        int most = (1 << prefix) - 1;
        if ((block[at] & most) != most) {
            return at + 1;
        }
        int i = at + 1;
        while ((block[i] & 0x80) != 0) {
            i++;
        }
        return i + 1;
    }

    private static int afterString(byte[] block, int at) {
        // every value of ours is shorter than 127 octets
        return at + 1 + (block[at] & 0x7f);
    }

    /** A step that the server may answer by closing the connection. */
    private interface Step {
        void run() throws IOException;
    }

    private static void attempt(Step step) {
        try {
            step.run();
        } catch (IOException ended) {
            // the server had enough, which is its right
        }
    }

    private static void closeAll(List<Http2Peer> peers) throws IOException {
        for (Http2Peer peer : peers) {
            peer.close();
        }
    }
}
