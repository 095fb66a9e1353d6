package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import dev.countersign.FreePort;
import dev.countersign.server.address.AddressRange;
import dev.countersign.server.web.ClientAddress;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Test of the forwarding headers that the shipped reverse proxy sends; TLS alone is removed from its configuration. */
class NginxForwardingTest {
    private static final InetAddress PROXY = InetAddress.ofLiteral("127.0.0.1");
    private static final BlockingQueue<Headers> received = new LinkedBlockingQueue<>();
    private static final int PORT = FreePort.get();

    @TempDir
    private static Path folder;

    private static HttpServer node;
    private static Nginx nginx;

    @BeforeAll
    static void start() throws IOException {
        node = HttpServer.create(new InetSocketAddress(PROXY, 0), 0);
        node.createContext("/", exchange -> {
            received.add(exchange.getRequestHeaders());
            exchange.getResponseHeaders().set("X-Protocol", exchange.getProtocol());
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        node.start();
        nginx = Nginx.startReverseProxy(folder, PORT, node.getAddress().getPort());
    }

    @AfterAll
    static void stop() {
        if (nginx != null) {
            nginx.close();
        }
        if (node != null) {
            node.stop(0);
        }
    }

    /** Sends a request from an address of this machine; tells what the node received. */
    private static Headers request(String from, String... headers) throws Exception {
        received.clear();
        var lines =
                new ArrayList<>(List.of("GET /oauth2/jwks HTTP/1.1", "Host: tokens.example.com", "Connection: close"));
        lines.addAll(List.of(headers));
        var to = new InetSocketAddress(from.contains(":") ? "::1" : "127.0.0.1", PORT);
        try (var socket = new Socket()) {
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(to);
            socket.getOutputStream()
                    .write((String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1))
                    .startsWith("HTTP/1.1 204");
        }
        return received.take();
    }

    private static String client(Headers headers) {
        var rule = new ClientAddress(List.of(AddressRange.parse("127.0.0.1")));
        return rule.of(
                        PROXY,
                        headers.getOrDefault("Forwarded", List.of()),
                        headers.getOrDefault("X-Forwarded-For", List.of()))
                .getHostAddress();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.2", "127.0.0.3", "0:0:0:0:0:0:0:1"})
    void saysWhoTheClientIs(String address) throws Exception {
        Headers headers = request(address);

        assertThat(client(headers)).isEqualTo(address);
        assertThat(headers.get("Forwarded")).hasSize(1);
        assertThat(headers.get("X-Forwarded-For")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Forwarded: for=203.0.113.7",
                "Forwarded: for=\"",
                "forwarded: for=203.0.113.7;by=\"",
                "X-Forwarded-For: 203.0.113.7",
                "X-Forwarded-For: unknown",
                "X-Real-IP: 203.0.113.7",
                "X-Forwarded-Host: evil.example",
                "X-Forwarded-Port: 1",
                "X-Forwarded-Proto: http\r\nX-Forwarded-Proto: gopher",
                "Client-Cert: :AAAA:",
                "Client-Cert-Chain: :AAAA:"
            })
    void passesNoHeaderOfTheClientOn(String sent) throws Exception {
        Headers headers = request("127.0.0.2", sent, "X-Forwarded-For: 203.0.113.8", "Forwarded: for=203.0.113.9");

        assertThat(client(headers)).isEqualTo("127.0.0.2");
        assertThat(headers.toString()).doesNotContain("203.0.113", "evil.example", "AAAA", "gopher", "unknown");
    }

    @Test
    void asksInHttp11() throws Exception {
        Headers headers = request("127.0.0.2");

        assertThat(headers.getFirst("Host")).isEqualTo("tokens.example.com");
        assertThat(headers.get("Connection")).isNull();
    }

    @Test
    void keepsTheMetricsToItself() throws Exception {
        try (var socket = new Socket(PROXY, PORT)) {
            socket.getOutputStream()
                    .write("GET /metrics HTTP/1.1\r\nHost: tokens.example.com\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.ISO_8859_1));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .startsWith("HTTP/1.1 404");
        }
    }
}
