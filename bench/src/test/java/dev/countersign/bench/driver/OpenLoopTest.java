package dev.countersign.bench.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.countersign.bench.server.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenLoopTest {
    private static final String TOKEN = "{\"access_token\":\"a.b.c\"}";

    private final AtomicInteger requests = new AtomicInteger();

    @TempDir
    private Path folder;

    private HttpServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    @Test
    void countsEveryAnswer() throws Exception {
        Driven driven = drive(exchange -> answer(exchange, 200, TOKEN));

        assertThat(driven.presented()).isEqualTo(100);
        assertThat(driven.accepted()).isEqualTo(100);
        assertThat(driven.shed()).isZero();
        assertThat(driven.answered()).hasSize(100);
        assertThat(requests).hasValue(100);
    }

    @Test
    void countsLatencyFromWhenARequestWasDue() throws Exception {
        // one thread serves all: who is due while it sleeps waits as well, though nobody but the first was slow to
        // serve
        Driven driven = drive(exchange -> {
            if (requests.get() == 1) {
                Thread.sleep(500);
            }
            answer(exchange, 200, TOKEN);
        });

        assertThat(driven.accepted()).isEqualTo(100);
        assertThat(driven.latencies().p90()).isBetween(300.0, 2_000.0);
        assertThat(driven.mostUnderWay()).isGreaterThan(10);
    }

    @Test
    void countsWhatWasShedApart() throws Exception {
        Driven driven = drive(exchange -> answer(exchange, requests.get() % 2 == 0 ? 200 : 503, TOKEN));

        assertThat(driven.accepted()).isEqualTo(50);
        assertThat(driven.shed()).isEqualTo(50);
        assertThat(driven.answered()).hasSize(50);
    }

    @Test
    void failsOnAnyOtherStatus() {
        assertThatThrownBy(() -> drive(exchange -> answer(exchange, requests.get() == 7 ? 400 : 200, TOKEN)))
                .hasMessageContaining("400 ");
    }

    @Test
    void failsOnAnAnswerWithoutToken() {
        assertThatThrownBy(() -> drive(exchange -> answer(exchange, 200, "{}"))).hasMessageContaining("200 {}");
    }

    private interface Service {
        void serve(HttpExchange exchange) throws IOException, InterruptedException;
    }

    /** A hundred requests in a second. */
    private Driven drive(Service service) throws Exception {
        var context = server.createContext("/token", exchange -> {
            exchange.getRequestBody().readAllBytes();
            requests.incrementAndGet();
            try {
                service.serve(exchange);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
        var endpoint = URI.create(
                "http://127.0.0.1:%d/token".formatted(server.getAddress().getPort()));
        var target = Target.of(endpoint, "client", "secret", Optional.empty());
        try (var client = new OpenClient(target, false, 200)) {
            var pool = AssertionPool.of(folder, 100, Instant.parse("2026-11-27T12:00:00Z"));
            return new OpenLoop(client, 100).drive(target, pool, 0, Duration.ofSeconds(1));
        } finally {
            server.removeContext(context);
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
