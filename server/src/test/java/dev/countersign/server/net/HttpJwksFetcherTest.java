package dev.countersign.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.keys.FetchOutcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HttpJwksFetcherTest {
    private static final int LIMIT = 1000;
    private static final Duration DEADLINE = Duration.ofMillis(1600);

    private static OutboundSettings settings(String... allowed) {
        return new OutboundSettings(
                Duration.ofMillis(300),
                Duration.ofMillis(300),
                LIMIT,
                List.of(allowed),
                List.of(),
                Optional.empty(),
                Path.of("conf"));
    }

    private final HttpJwksFetcher fetcher = new HttpJwksFetcher(settings("127.0.0.1"));

    private String failure(RawServer server) throws IOException {
        try (server) {
            return failure(fetcher, server.url());
        }
    }

    /** The reason, after making sure that it came in time. */
    private static String failure(HttpJwksFetcher fetcher, URI url) {
        long start = System.nanoTime();
        FetchOutcome<byte[]> outcome = fetcher.fetch(url);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(DEADLINE.plusMillis(900));
        assertThat(outcome).isInstanceOf(FetchOutcome.Failed.class);
        return outcome.failure().orElseThrow();
    }

    private static String ok(String headers, String body) {
        return "HTTP/1.1 200 OK\r\n" + headers + "\r\n" + body;
    }

    @Test
    void fetchesTheBodyAndSaysNoMoreThanItMust() throws IOException {
        try (var server = RawServer.saying(ok("Content-Length: 11\r\nSet-Cookie: a=b\r\n", "{\"keys\":[]}"))) {
            assertThat(fetcher.fetch(server.url())).isInstanceOfSatisfying(FetchOutcome.Fetched.class, fetched -> {
                assertThat((byte[]) fetched.content()).asString().isEqualTo("{\"keys\":[]}");
                assertThat(fetched.latency()).isPositive();
            });
            fetcher.fetch(server.url());

            assertThat(server.requests)
                    .hasSize(2)
                    .allSatisfy(request -> assertThat(request.lines())
                            .containsExactlyInAnyOrder(
                                    "GET /jwks.json?a=b HTTP/1.1",
                                    "Accept: application/jwk-set+json, application/json",
                                    "Connection: close",
                                    "Host: 127.0.0.1:" + server.url().getPort(),
                                    "User-Agent: Countersign",
                                    ""));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {LIMIT - 1, LIMIT})
    void takesBodiesUpToTheLimit(int size) throws IOException {
        for (String headers : List.of("Content-Length: " + size + "\r\n", "")) {
            try (var server = RawServer.saying(ok(headers, "x".repeat(size)))) {
                assertThat(fetcher.fetch(server.url()))
                        .isInstanceOfSatisfying(
                                FetchOutcome.Fetched.class,
                                fetched ->
                                        assertThat((byte[]) fetched.content()).hasSize(size));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 1001\r\n", "Content-Length: 999999999999\r\n", ""})
    void refusesBodiesBeyondTheLimit(String headers) throws IOException {
        assertThat(failure(RawServer.saying(ok(headers, "x".repeat(LIMIT + 1)))))
                .isEqualTo("larger than 1000 bytes");
    }

    @Test
    void stopsReadingAnEndlessBodyAtTheLimit() throws IOException {
        var sent = new AtomicLong();
        byte[] chunk = ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        var server = RawServer.saying(out -> {
            out.write(ok("Transfer-Encoding: chunked\r\n", "").getBytes(StandardCharsets.US_ASCII));
            while (sent.get() < 1_000_000_000) {
                out.write(chunk);
                sent.addAndGet(chunk.length);
            }
        });

        assertThat(failure(server)).isEqualTo("larger than 1000 bytes");
        assertThat(sent.get()).isLessThan(50_000_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 303, 304, 307, 308})
    void followsNoRedirect(int status) throws IOException {
        try (var elsewhere = RawServer.saying(ok("", "{}"));
                var server = RawServer.saying("HTTP/1.1 %d Go\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n"
                        .formatted(status, elsewhere.url()))) {
            assertThat(failure(fetcher, server.url())).isEqualTo("answered " + status + ": redirects are not followed");
            assertThat(elsewhere.requests).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 204, 206, 400, 401, 403, 404, 407, 429, 500, 503})
    void takesNoOtherStatusThan200(int status) throws IOException {
        assertThat(failure(RawServer.saying(
                        "HTTP/1.1 %d No\r\nWWW-Authenticate: Basic realm=a\r\n\r\n{\"keys\":[]}".formatted(status))))
                .isEqualTo("answered " + status);
    }

    @Test
    void neverUnpacksACompressedBody() throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(new byte[600_000]);
        }
        assertThat(packed.size()).isLessThan(LIMIT);
        var server = RawServer.saying(out -> {
            out.write(ok("Content-Encoding: gzip\r\n", "").getBytes(StandardCharsets.US_ASCII));
            packed.writeTo(out);
        });

        assertThat(failure(server)).isEqualTo("answered with a compressed body, which was not asked for");
    }

    @Test
    void doesNotUnderstandACompressedTransfer() throws IOException {
        assertThat(failure(RawServer.saying(ok("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"))))
                .startsWith("failed");
    }

    @Test
    void limitsHeaders() throws IOException {
        assertThat(failure(RawServer.saying(ok("A: " + "x".repeat(9000) + "\r\n", "{}"))))
                .isEqualTo("answered with headers that are too long");
        assertThat(failure(RawServer.saying(ok("A: b\r\n".repeat(101), "{}"))))
                .isEqualTo("answered with headers that are too long");
    }

    @Test
    void givesUpOnAServerThatNeverStopsSendingHeaders() throws IOException {
        byte[] line = "A: b\r\n".getBytes(StandardCharsets.US_ASCII);
        assertThat(failure(RawServer.saying(out -> {
                    out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
                    while (true) {
                        out.write(line);
                    }
                })))
                .isEqualTo("answered with headers that are too long");
    }

    @Test
    void givesUpOnAServerThatPromisesForEverThatAnAnswerWillCome() throws IOException {
        byte[] promise = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        assertThat(failure(RawServer.saying(out -> {
                    while (true) {
                        out.write(promise);
                    }
                })))
                .isEqualTo("took longer than 1600 ms in all");
    }

    @Test
    void timesOutWhenNothingIsAnswered() throws IOException {
        assertThat(failure(RawServer.saying(out -> new CountDownLatch(1).await())))
                .isEqualTo("timed out after 300 ms");
    }

    @Test
    void timesOutWhenNothingFollowsTheHeaders() throws IOException {
        assertThat(failure(RawServer.saying(out -> {
                    out.write(ok("Content-Length: 10\r\n", "").getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                    new CountDownLatch(1).await();
                })))
                .isEqualTo("timed out after 300 ms");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\r\n\r\n", ""})
    void endsAtTheDeadlineThoughBytesKeepDripping(String start) throws IOException {
        assertThat(failure(RawServer.saying(out -> drip(out, start)))).isEqualTo("took longer than 1600 ms in all");
    }

    /** One byte each 50 ms, so that no read ever times out. */
    private static void drip(OutputStream out, String start) throws IOException, InterruptedException {
        out.write(start.getBytes(StandardCharsets.US_ASCII));
        while (true) {
            out.write(' ');
            out.flush();
            Thread.sleep(50);
        }
    }

    @Test
    void timesOutWhenNobodyAccepts() throws IOException {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(failure(fetcher, URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/")))
                    .isEqualTo("timed out after 300 ms");
        }
    }

    @Test
    void saysWhenTheConnectionIsRefused() throws IOException {
        var server = RawServer.saying("");
        server.close();

        assertThat(failure(fetcher, server.url())).isEqualTo("refused the connection");
    }

    @Test
    void saysWhenTheAnswerBreaksOff() throws IOException {
        assertThat(failure(RawServer.saying(ok("Content-Length: 10\r\n", "12345"))))
                .isEqualTo("broke the answer off");
        assertThat(failure(RawServer.saying(""))).isEqualTo("closed the connection without an answer");
    }

    @Test
    void theDeadlineIsBothTimeoutsAndOneSecondAtMostFive() {
        assertThat(settings().deadline()).isEqualTo(DEADLINE);
        assertThat(new OutboundSettings(
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(2),
                                1,
                                List.of(),
                                List.of(),
                                Optional.empty(),
                                Path.of("conf"))
                        .deadline())
                .isEqualTo(Duration.ofSeconds(5));
        assertThat(new OutboundSettings(
                                Duration.ofSeconds(9),
                                Duration.ofSeconds(9),
                                1,
                                List.of(),
                                List.of(),
                                Optional.empty(),
                                Path.of("conf"))
                        .deadline())
                .isEqualTo(Duration.ofSeconds(5));
    }
}
