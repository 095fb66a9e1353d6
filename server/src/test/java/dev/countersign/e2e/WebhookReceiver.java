package dev.countersign.e2e;

import com.sun.net.httpserver.HttpServer;
import dev.countersign.core.jose.signing.KeyedHash;
import dev.countersign.server.registry.field.JsonValues;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Receiver of notices on a socket, which refuses its first message. */
final class WebhookReceiver implements AutoCloseable {
    static final String SECRET = "the-secret-that-the-receiver-has-too";

    private static final Pattern SIGNATURE = Pattern.compile("t=([0-9]+),v1=([0-9a-f]{64})");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpServer server;
    private final LinkedBlockingQueue<Received> messages = new LinkedBlockingQueue<>();
    private boolean hasRefused;

    /** A message with its headers. */
    record Received(String delivery, String signature, String body) {
        boolean isSignedBy(String secret) {
            Matcher parts = SIGNATURE.matcher(signature);
            return parts.matches()
                    && HexFormat.of()
                            .formatHex(KeyedHash.of(secret)
                                    .of((parts.group(1) + "." + body).getBytes(StandardCharsets.UTF_8)))
                            .equals(parts.group(2));
        }

        Map<String, Object> json() {
            return JsonValues.parsed(body);
        }
    }

    private WebhookReceiver(HttpServer server) {
        this.server = server;
    }

    /** @param first the status of the first answer; the others are 204 */
    static WebhookReceiver start(int first) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var receiver = new WebhookReceiver(server);
        server.createContext("/hook", exchange -> {
            try (exchange) {
                var headers = exchange.getRequestHeaders();
                receiver.messages.add(new Received(
                        String.valueOf(headers.getFirst("Countersign-Delivery")),
                        String.valueOf(headers.getFirst("Countersign-Signature")),
                        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
                exchange.sendResponseHeaders(receiver.hasRefused ? 204 : first, -1);
                receiver.hasRefused = true;
            }
        });
        server.start();
        return receiver;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    /** The first messages, of which there must be this many. */
    List<Received> await(int count) throws InterruptedException {
        List<Received> received = new ArrayList<>();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (received.size() < count) {
            Received next = messages.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                throw new AssertionError("received only " + received);
            }
            received.add(next);
        }
        return received;
    }

    /** Whether there is no message that was not awaited. */
    boolean isSilent() {
        return messages.isEmpty();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
