package dev.countersign.server.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.core.jose.signing.SigningKey;
import dev.countersign.core.jose.signing.TokenSigner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A third party on this machine that signs assertions, alternately with an RSA and an EC key, and publishes both keys
 * over HTTP. It gives an assertion to any caller, which is acceptable only for a sample.
 */
final class DemoIssuer implements AutoCloseable {
    private static final Duration LIFETIME = Duration.ofMinutes(5);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final InstantSource clock;
    private final List<SigningKey> keys =
            List.of(SigningKey.generate(Algorithm.RS256), SigningKey.generate(Algorithm.ES256));
    private final AtomicInteger turn = new AtomicInteger();

    private DemoIssuer(HttpServer server, InstantSource clock) {
        this.server = server;
        this.clock = clock;
    }

    /** Starts it on a free port of the loopback address. */
    static DemoIssuer start(InstantSource clock) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        var issuer = new DemoIssuer(server, clock);
        server.setExecutor(issuer.threads);
        return issuer;
    }

    /** Starts to answer, with assertions for this audience. */
    void open(String audience) {
        serve("/jwks.json", "application/json", this::jwks);
        serve("/assertion", "text/plain", () -> assertion(audience).getBytes(StandardCharsets.US_ASCII));
        server.start();
    }

    /** The {@code iss} of its assertions. */
    String identifier() {
        return address();
    }

    String jwksUrl() {
        return address() + "/jwks.json";
    }

    /** URL of a new assertion. */
    String assertionUrl() {
        return address() + "/assertion";
    }

    /** A new assertion about a person, valid for five minutes and one exchange. */
    String assertion(String audience) {
        var now = clock.instant();
        var claims = new LinkedHashMap<String, Object>();
        claims.put("iss", identifier());
        claims.put("sub", "alice");
        claims.put("aud", audience);
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(LIFETIME).getEpochSecond());
        claims.put("jti", Secrets.generateId());
        claims.put("email", "alice@partner.example");
        var key = keys.get(Math.floorMod(turn.getAndIncrement(), keys.size()));
        return new TokenSigner(key, "JWT").sign(JsonText.write(claims));
    }

    private byte[] jwks() {
        return JsonText.write(
                Map.of("keys", keys.stream().map(SigningKey::publicJwk).toList()));
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void serve(String path, String type, Supplier<byte[]> content) {
        server.createContext(path, exchange -> answer(exchange, type, content.get()));
    }

    private static void answer(HttpExchange exchange, String type, byte[] body) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }
}
