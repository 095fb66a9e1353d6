package dev.countersign.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.core.Spec;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.server.http.HttpSettings.Limits;
import dev.countersign.server.http.RawHttp.Answer;
import dev.countersign.server.transport.tls.FirstCertificate;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the transport below the requests: TLS, malformed HTTP, slow peers and shutdown. */
@Timeout(60)
class TransportTest {
    private static final Limits IMPATIENT = HttpFixture.limits(64, Duration.ofMillis(500), Duration.ofSeconds(5));
    private static final String POST = "POST /oauth2/token HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Type: application/x-www-form-urlencoded\r\n";
    private static final String BODY = "grant_type=client_credentials";
    private static final String GOOD = POST + "Content-Length: " + BODY.length() + "\r\n\r\n" + BODY;

    @TempDir
    private Path folder;

    private Path tls;

    @BeforeEach
    void place() {
        tls = folder.resolve("tls");
    }

    private HttpFixture server(Limits limits) throws Exception {
        return new HttpFixture(folder, HttpFixture.ISSUER, limits);
    }

    private static SSLSocket tlsSocket(HttpFixture server, String... protocols) throws IOException {
        var socket =
                (SSLSocket) HttpFixture.trustingAll().getSocketFactory().createSocket("127.0.0.1", server.httpsPort());
        if (protocols.length > 0) {
            socket.setEnabledProtocols(protocols);
        }
        socket.startHandshake();
        return socket;
    }

    private static X509Certificate shownBy(HttpFixture server) throws IOException {
        try (SSLSocket socket = tlsSocket(server)) {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void speaksBothCurrentVersionsOfTls(String version) throws Exception {
        try (var server = server(HttpFixture.SHORT);
                var connection = new RawHttp(tlsSocket(server, version))) {
            Answer answer = connection.exchange(GOOD);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Strict-Transport-Security")).isEqualTo("max-age=31536000");
        }
    }

    @Test
    void speaksHttp2() throws Exception {
        try (var server = server(HttpFixture.SHORT);
                HttpClient client = server.client(HttpClient.Version.HTTP_2)) {
            var request = HttpRequest.newBuilder(
                            URI.create("https://localhost:" + server.httpsPort() + "/oauth2/token"))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(BODY));
            var answer = client.send(request.build(), BodyHandlers.ofString());
            var tooLarge = client.send(
                    request.POST(HttpRequest.BodyPublishers.ofString("x".repeat(70_000)))
                            .build(),
                    BodyHandlers.ofString());
            var wrongMethod = client.send(request.GET().build(), BodyHandlers.ofString());

            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
            assertThat(tooLarge.statusCode()).isEqualTo(413);
            assertThat(tooLarge.body()).startsWith("{\"error\":\"invalid_request\"");
            assertThat(wrongMethod.statusCode()).isEqualTo(405);
            assertThat(wrongMethod.headers().firstValue("allow")).contains("POST");
        }
    }

    @Test
    void showsANewCertificateWithoutARestart() throws Exception {
        try (var server = server(HttpFixture.SHORT)) {
            X509Certificate first = shownBy(server);
            Path other = folder.resolve("other");
            var replacement = FirstCertificate.in(other, Instant::now);
            Files.copy(replacement.certificate(), tls.resolve("certificate.pem"), REPLACE);
            // half-way through, the old pair still serves
            assertThat(shownBy(server)).isEqualTo(first);
            Thread.sleep(1_200);
            assertThat(shownBy(server)).isEqualTo(first);

            Files.copy(replacement.privateKey(), tls.resolve("private-key.pem"), REPLACE);

            Instant deadline = Instant.now().plusSeconds(10);
            while (shownBy(server).equals(first) && Instant.now().isBefore(deadline)) {
                Thread.sleep(100);
            }
            assertThat(shownBy(server)).isNotEqualTo(first);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GARBAGE\r\n\r\n",
                "GET /\r\n\r\n",
                "GET / HTTP/9.9\r\nHost: a\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /<script> HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nBad Header\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nBad<Name>: x\r\n\r\n",
                "POST /oauth2/token HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
                "POST /oauth2/token HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
                "POST /oauth2/token HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\nx",
                "POST /oauth2/token HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
                "POST /oauth2/token HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /oauth2/token HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "POST /oauth2/token HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "POST /oauth2/token HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
            })
    @Spec("RFC 9112 §11.2")
    void answersBrokenHttpInJsonOrNotAtAll(String request) throws Exception {
        try (var server = server(HttpFixture.SHORT);
                var connection = new RawHttp(server.port())) {
            connection.send(request);
            Answer answer;
            try {
                answer = connection.receive();
            } catch (IOException closedUnanswered) {
                return;
            }
            assertThat(answer.status()).isBetween(400, 505);
            assertThat(answer.status()).isNotEqualTo(500);
            assertThat(answer.header("Content-Type")).startsWith("application/json");
            assertThat(answer.body())
                    .startsWith("{\"error\":\"invalid_request\"")
                    .doesNotContain("<script");
            assertThat(connection.isClosed() || answer.status() == 404).isTrue();
        }
    }

    @Test
    void refusesEndlessHeaders() throws Exception {
        try (var server = server(HttpFixture.SHORT);
                var connection = new RawHttp(server.port())) {
            connection.send("GET / HTTP/1.1\r\nHost: a\r\nX: " + "y".repeat(20_000) + "\r\n\r\n");

            assertThat(connection.receive().header("Content-Type")).startsWith("application/json");
        }
    }

    @Test
    void neverTakesTheRestOfABodyForARequest() throws Exception {
        try (var server = server(HttpFixture.SHORT);
                var connection = new RawHttp(server.port())) {
            String smuggled = "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n";
            connection.send(POST + "Content-Length: 70000\r\n\r\n" + smuggled.repeat(70_000 / smuggled.length()));

            assertThat(connection.receive().status()).isEqualTo(413);
            assertThat(connection.isClosed()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "POST /oau",
                "POST /oauth2/token HTTP/1.1\r\nHost: localhost\r\nX-",
                POST + "Content-Length: 10\r\n\r\nabc",
                POST + "Transfer-Encoding: chunked\r\n\r\n5\r\nab"
            })
    void letsGoOfAPeerThatSaysNothingMore(String beginning) throws Exception {
        try (var server = server(IMPATIENT);
                var connection = new RawHttp(server.port())) {
            connection.send(beginning);

            assertThat(connection.rest()).matches("|HTTP/1.1 400 (?s).*");
            assertThat(RawHttp.once(server.port(), GOOD).status()).isEqualTo(200);
        }
    }

    @Test
    void letsGoOfAPeerThatNeverBeginsItsHandshake() throws Exception {
        try (var server = server(IMPATIENT);
                var connection = new RawHttp(new Socket("127.0.0.1", server.httpsPort()))) {
            assertThat(connection.isClosed()).isTrue();
        }
    }

    @Test
    void keepsAConnectionThatWaitsForItsNextRequest() throws Exception {
        try (var server = server(IMPATIENT);
                var connection = new RawHttp(server.port())) {
            connection.exchange(GOOD);
            Thread.sleep(2_500);

            assertThat(connection.exchange(GOOD).status()).isEqualTo(200);
        }
    }

    @Test
    void letsRequestsUnderWayEndBeforeItStops() throws Exception {
        var entered = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        HttpFixture server = server(HttpFixture.SHORT);
        server.core = (parsed, origin) -> {
            entered.countDown();
            try {
                leave.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return Ruling.granted(HttpFixture.answer("a"));
        };
        try (var idle = new RawHttp(server.port());
                var busy = new RawHttp(server.port())) {
            idle.exchange("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
            busy.send(GOOD);
            entered.await();

            CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);
            assertThat(idle.isClosed()).isTrue();
            assertThatThrownBy(() -> RawHttp.once(server.port(), GOOD)).isInstanceOf(Exception.class);
            leave.countDown();
            Answer answer = busy.receive();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Connection")).isEqualTo("close");
            assertThat(busy.isClosed()).isTrue();
            Instant start = Instant.now();
            stopped.join();
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void doesNotWaitForIdleHttp2Connections() throws Exception {
        HttpFixture server = server(HttpFixture.SHORT);
        try (HttpClient client = server.client(HttpClient.Version.HTTP_2)) {
            client.send(
                    HttpRequest.newBuilder(URI.create("https://localhost:" + server.httpsPort() + "/health/live"))
                            .build(),
                    BodyHandlers.ofString());
            Instant start = Instant.now();
            server.close();

            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void stopsWithinItsTimeWhateverIsUnderWay() throws Exception {
        var entered = new CountDownLatch(1);
        HttpFixture server = server(HttpFixture.limits(64, Duration.ofSeconds(2), Duration.ofSeconds(1)));
        server.core = (parsed, origin) -> {
            entered.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            return Ruling.granted(HttpFixture.answer("a"));
        };
        try (var busy = new RawHttp(server.port())) {
            busy.send(GOOD);
            entered.await();
            Instant start = Instant.now();
            server.close();

            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(4));
        }
    }

    private static final java.nio.file.CopyOption REPLACE = java.nio.file.StandardCopyOption.REPLACE_EXISTING;
}
