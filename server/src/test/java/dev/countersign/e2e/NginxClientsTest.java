package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.FreePort;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end test that a server behind the shipped reverse proxy distinguishes its clients. */
class NginxClientsTest {
    private static final int PORT = FreePort.get();

    /** More than a client and an address may get wrong before they are slowed down. */
    private static final int FAILURES = 16;

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

    @TempDir
    private static Path folder;

    private static ServerProcess server;
    private static Nginx nginx;

    @BeforeAll
    static void start() throws Exception {
        server = ServerProcess.start(folder.resolve("home"), Map.of("COUNTERSIGN_SERVER_TRUSTED_PROXIES", "127.0.0.1"));
        Path directory = Files.createDirectory(folder.resolve("nginx"));
        nginx = Nginx.startReverseProxy(
                directory, PORT, URI.create(server.plainOrigin()).getPort());
    }

    @AfterAll
    static void stop() {
        if (nginx != null) {
            nginx.close();
        }
        if (server != null) {
            server.close();
        }
    }

    /** Asks for a token from an address of this machine; tells the status. */
    private static int token(String from, String clientId, String secret, String... headers) throws Exception {
        String body = "grant_type=client_credentials";
        String credentials = URLEncoder.encode(clientId, StandardCharsets.UTF_8) + ":"
                + URLEncoder.encode(secret, StandardCharsets.UTF_8);
        String head = """
                POST /oauth2/token HTTP/1.1
                Host: tokens.example.com
                Connection: close
                Authorization: Basic %s
                Content-Type: application/x-www-form-urlencoded
                Content-Length: %d
                %s
                """.formatted(
                Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)),
                body.length(),
                String.join(
                        "",
                        List.of(headers).stream().map(header -> header + "\n").toList()));
        try (var socket = new Socket()) {
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(new InetSocketAddress("127.0.0.1", PORT));
            socket.getOutputStream().write((head.replace("\n", "\r\n") + body).getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return Integer.parseInt(answer.split(" ", 3)[1]);
        }
    }

    /** The addresses that the audit has for the refused requests that named a client. */
    private static List<Object> addresses(String clientId) throws Exception {
        var page = server.api().admin("GET", "/audit-events?outcome=refused&application=" + clientId, Map.of());
        return ((List<?>) page.json().get("items"))
                .stream()
                        .<Object>map(event -> ((Map<?, ?>) event).get("remote_address"))
                        .toList();
    }

    @Test
    void theFailuresOfOneClientSlowDownNoOtherAndTheAuditNamesIt() throws Exception {
        var application = server.api().registerApplication("shared");
        String clientId = application.text("client_id");

        for (int i = 0; i < FAILURES; i++) {
            assertThat(token(
                            "127.0.0.2",
                            clientId,
                            "a-wrong-secret",
                            "Forwarded: for=127.0.0.3",
                            "X-Forwarded-For: 127.0.0.3"))
                    .isIn(401, 429);
        }

        assertThat(token("127.0.0.2", clientId, "a-wrong-secret")).isEqualTo(429);
        assertThat(token("127.0.0.3", clientId, "a-wrong-secret")).isEqualTo(401);
        assertThat(token("127.0.0.3", ServerProcess.ADMIN_ID, ServerProcess.ADMIN_SECRET))
                .isEqualTo(200);
        List<Object> addresses = addresses(clientId);
        for (long end = System.nanoTime() + PATIENCE; !addresses.contains("127.0.0.3") && System.nanoTime() < end; ) {
            addresses = addresses(clientId); // events arrive some tenths of a second late
        }
        assertThat(addresses).contains("127.0.0.2", "127.0.0.3").doesNotContain("127.0.0.1");
    }
}
