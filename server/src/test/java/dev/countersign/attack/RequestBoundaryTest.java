package dev.countersign.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.attack.AttackedServer.Http1;
import dev.countersign.core.Spec;
import dev.countersign.server.http.RawHttp;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Attacks with requests whose end is ambiguous for two readers: refused, and nothing after them is read as a request.
 */
@Timeout(60)
class RequestBoundaryTest {
    private static final String NEXT = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String CHUNKED = "POST /token HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String UPLOAD = CHUNKED.replace("/token", "/upload");
    private static final String DATA = "a".repeat(29);
    private static final String LAST = "\r\n0\r\n\r\n";

    private static AttackedServer server;

    @org.junit.jupiter.api.BeforeAll
    static void start() {
        server = AttackedServer.start(AttackedServer.patient(2_000, 1_000, 4_000));
    }

    @org.junit.jupiter.api.AfterAll
    static void stop() {
        server.close();
    }

    private static List<String> malformedChunks() {
        return Stream.of(
                        "+1d\r\n" + DATA + LAST,
                        "-1d\r\n" + DATA + LAST,
                        " 1d\r\n" + DATA + LAST,
                        "\t1d\r\n" + DATA + LAST,
                        "1d \r\n" + DATA + LAST,
                        "0x1d\r\n" + DATA + LAST,
                        "1d_\r\n" + DATA + LAST,
                        "1_d\r\n" + DATA + LAST,
                        "1d\n" + DATA + LAST,
                        "1d\r" + DATA + LAST,
                        "1dXX" + DATA + LAST,
                        "1d\r\n" + DATA + "XX0\r\n\r\n",
                        "1d\r\n" + DATA + "\n0\r\n\r\n",
                        "1d\r\n" + DATA + "\r0\r\n\r\n",
                        "1d\r\n" + DATA + "\n\r0\r\n\r\n",
                        "1d\r\n" + DATA + "a\r\n0\r\n\r\n",
                        "1d;a=b\n" + DATA + LAST,
                        "1d;a=\nb\r\n" + DATA + LAST,
                        "1d;a=\rb\r\n" + DATA + LAST,
                        "1d;a=\0b\r\n" + DATA + LAST,
                        "1d;" + "x".repeat(300) + "\r\n" + DATA + LAST,
                        "1d;" + "x".repeat(70_000) + "\r\n" + DATA + LAST,
                        "1d a\r\n" + DATA + LAST,
                        "\r\n1d\r\n" + DATA + LAST,
                        ";a\r\n" + DATA + LAST,
                        "\r\n",
                        "zz\r\n",
                        "1d\r\n" + DATA + "\r\n\r\n",
                        "1d\r\n" + DATA + "\r\n0\n\n",
                        "1d\r\n" + DATA + "\r\n0\r\n\n",
                        "1d\r\n" + DATA + "\r\n0\r\n\ra",
                        "1d\r\n" + DATA + "\r\n0\r\na: b\n\r\n",
                        "1d\r\n" + DATA + "\r\n0\r\na: b\r\n c\r\n\r\n",
                        "1d\r\n" + DATA + "\r\n0\r\nno colon\r\n\r\n",
                        "1d\r\n" + DATA + "\r\n0;\n\r\n\r\n",
                        "100000000\r\n",
                        "10000001d\r\n" + DATA + LAST,
                        "ffffffffffffffff1d\r\n" + DATA + LAST,
                        "80000000\r\n" + DATA,
                        "-0\r\n\r\n")
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Http1.class)
    @Spec("RFC 9112 §7.1")
    void refusesMalformedChunks(Http1 way) throws Exception {
        assertEachRefused(way, malformedChunks().stream().map(CHUNKED::concat).toList());
    }

    /** What is wrong far into the body is answered too, although its handler has been asked already. */
    @ParameterizedTest
    @EnumSource(Http1.class)
    void refusesMalformedChunksWhileTheHandlerWaits(Http1 way) throws Exception {
        String first = "11000\r\n" + "a".repeat(0x11000) + "\r\n";

        assertEachRefused(way, List.of(UPLOAD + first + "zz\r\n", UPLOAD + first + "1d\r\n" + DATA + "XX0\r\n\r\n"));
    }

    private static void assertEachRefused(Http1 way, List<String> requests) throws Exception {
        int before = server.handled.get();
        for (String request : requests) {
            assertRefused(way, request);
        }
        // a handler that waits for the body of one of these is no second request
        long waiting =
                requests.stream().filter(request -> request.startsWith(UPLOAD)).count();
        assertThat(server.handled.get() - before).isLessThanOrEqualTo((int) waiting);
    }

    private static void assertRefused(Http1 way, String request) throws IOException {
        try (var peer = new RawHttp(way.connect(server))) {
            peer.send(request + NEXT);
            RawHttp.Answer answer = peer.receive();

            assertThat(answer.status()).as(request).isEqualTo(400);
            assertThat(answer.body()).isEqualTo("refused");
            assertThat(answer.header("Connection")).isEqualTo("close");
            assertThat(peer.rest()).isEmpty();
        }
    }

    static List<String> goodChunks() {
        return List.of(
                "1d\r\n" + DATA + LAST,
                "1D\r\n" + DATA + LAST,
                "001d\r\n" + DATA + LAST,
                "1d;a=b;c=\"d\"\r\n" + DATA + LAST,
                "1c\r\n" + DATA.substring(1) + "\r\n1\r\na\r\n000\r\n\r\n",
                "1d\r\n" + DATA + "\r\n0;a\r\nTrailer: x\r\nOther: y\r\n\r\n");
    }

    /** The other side of it, in one piece and octet by octet. */
    @ParameterizedTest
    @MethodSource("goodChunks")
    @Spec("RFC 9112 §7.1")
    void takesWellFormedChunks(String chunks) throws Exception {
        for (Http1 way : Http1.values()) {
            try (var peer = new RawHttp(way.connect(server))) {
                peer.send(CHUNKED + chunks + CHUNKED.replace("chunked", "Chunked") + chunks);
                assertThat(peer.receive().body()).isEqualTo(DATA);
                assertThat(peer.receive().body()).isEqualTo(DATA);
                for (char octet : (CHUNKED + chunks).toCharArray()) {
                    peer.send(String.valueOf(octet));
                }
                assertThat(peer.receive().body()).isEqualTo(DATA);
            }
        }
    }

    private static List<String> malformedHeads() {
        String post = "POST /token HTTP/1.1\r\n";
        String host = "Host: a\r\n";
        return List.of(
                post + host + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                post + host + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
                post + host + "Content-Length: 1\r\nContent-Length: 2\r\n\r\na",
                post + host + "Content-Length: 1\r\nContent-Length: 1\r\n\r\na",
                post + host + "Content-Length: 1, 1\r\n\r\na",
                post + host + "Content-Length: +1\r\n\r\na",
                post + host + "Content-Length: 0x1\r\n\r\na",
                post + host + "Content-Length: 1 1\r\n\r\na",
                post + host + "Content-Length:\r\n\r\na",
                post + host + "Content-Length: 99999999999999999999\r\n\r\na",
                post + host + "Content-Length : 1\r\n\r\na",
                post + host + "Content-Length\t: 1\r\n\r\na",
                post + host + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                post + host + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                post + host + "Transfer-Encoding: identity\r\nContent-Length: 1\r\n\r\na",
                post + host + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                post + host + "Transfer-Encoding:\u000bchunked\r\n\r\n0\r\n\r\n",
                post + host + "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n",
                post + host + "a: b\r\n c\r\nContent-Length: 0\r\n\r\n",
                post + host + "a: b\r\n\tc\r\nContent-Length: 0\r\n\r\n",
                post + " a: b\r\n" + host + "\r\n",
                post + host + "a: b\0c\r\n\r\n",
                post + host + "a\0: b\r\n\r\n",
                post + host + ": b\r\n\r\n",
                post + host + "a b: c\r\n\r\n",
                post + host + "no colon\r\n\r\n",
                post + host + "a: b\rc: d\r\n\r\n",
                post + host + "a: b\nContent-Length: 0\r\n\r\n",
                post + host + "a: b\r\n\n",
                post.replace("\r\n", "\n") + host + "\r\n",
                post + "Host: a\r\nHost: a\r\n\r\n",
                post + "Host: a\r\nhost: b\r\n\r\n",
                post + "\r\n",
                " POST /token HTTP/1.1\r\n" + host + "\r\n",
                "\0POST /token HTTP/1.1\r\n" + host + "\r\n",
                "POST /token\0 HTTP/1.1\r\n" + host + "\r\n",
                "POST /to ken HTTP/1.1\r\n" + host + "\r\n",
                "POST token HTTP/1.1\r\n" + host + "\r\n",
                "POST http:///token HTTP/1.1\r\n" + host + "\r\n",
                "POST /token HTTP/1.0\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    }

    @ParameterizedTest
    @EnumSource(Http1.class)
    @Spec("RFC 9112 §11.2")
    void refusesHeadsThatCanBeReadInTwoWays(Http1 way) throws Exception {
        assertEachRefused(way, malformedHeads());
    }
}
