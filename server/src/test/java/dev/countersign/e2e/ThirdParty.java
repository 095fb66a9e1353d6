package dev.countersign.e2e;

import com.sun.net.httpserver.HttpServer;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.core.jose.signing.SigningKey;
import dev.countersign.core.jose.signing.TokenSigner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A third party that signs assertions and publishes its keys over HTTP on this machine. */
final class ThirdParty implements AutoCloseable {
    private final HttpServer server;
    private final String name;
    private final AtomicInteger fetches = new AtomicInteger();
    private final List<String> traceparents = new CopyOnWriteArrayList<>();
    private volatile SigningKey key = SigningKey.generate(Algorithm.ES256);
    private volatile TokenSigner signer = new TokenSigner(key, "JWT");
    private volatile boolean failing;

    private ThirdParty(String name, HttpServer server) {
        this.name = name;
        this.server = server;
    }

    static ThirdParty start(String name) {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var thirdParty = new ThirdParty(name, server);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/jwks.json", exchange -> {
                thirdParty.fetches.incrementAndGet();
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("traceparent"))
                        .ifPresent(thirdParty.traceparents::add);
                byte[] body = JsonText.write(Map.of("keys", List.of(thirdParty.key.publicJwk())));
                exchange.sendResponseHeaders(thirdParty.failing ? 500 : 200, body.length);
                try (var out = exchange.getResponseBody()) {
                    out.write(body);
                }
            });
            server.start();
            return thirdParty;
        } catch (IOException cannotListen) {
            throw new UncheckedIOException(cannotListen);
        }
    }

    String name() {
        return name;
    }

    String issuer() {
        return "https://" + name + ".example";
    }

    String jwksUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/jwks.json";
    }

    /** The traces of the fetches that named one. */
    List<String> traceparents() {
        return List.copyOf(traceparents);
    }

    int fetches() {
        return fetches.get();
    }

    /** From now on the JWKS endpoint answers 500. */
    void fail() {
        failing = true;
    }

    /** From now on another key signs, and it alone is published. */
    void rotate() {
        key = SigningKey.generate(Algorithm.ES256);
        signer = new TokenSigner(key, "JWT");
    }

    /** A fresh assertion with a jti of its own. */
    String assertion(String audience) {
        return assertion(audience, Map.of());
    }

    /** A fresh assertion with further or other claims. */
    String assertion(String audience, Map<String, Object> otherClaims) {
        return signer.sign(claims(audience, otherClaims));
    }

    /** A fresh ID-JAG for a client, with further or other claims. */
    String idJag(String audience, String clientId, Map<String, Object> otherClaims) {
        var claims = new LinkedHashMap<String, Object>(otherClaims);
        claims.putIfAbsent("client_id", clientId);
        return new TokenSigner(key, "oauth-id-jag+jwt").sign(claims(audience, claims));
    }

    private byte[] claims(String audience, Map<String, Object> otherClaims) {
        long now = Instant.now().getEpochSecond();
        var claims = new LinkedHashMap<String, Object>();
        claims.put("iss", issuer());
        claims.put("sub", "alice");
        claims.put("aud", audience);
        claims.put("iat", now);
        claims.put("exp", now + 600);
        claims.put("jti", Secrets.generateId());
        claims.putAll(otherClaims);
        return JsonText.write(claims);
    }

    /** A security event token about a subject, with one event. */
    String event(String audience, String uri, String subject) {
        return event(audience, Map.of(uri, Map.of("event_timestamp", 1)), subject, Secrets.generateId());
    }

    String event(String audience, Map<String, Object> events, String subject, String id) {
        var claims = new LinkedHashMap<String, Object>();
        claims.put("iss", issuer());
        claims.put("aud", audience);
        claims.put("iat", Instant.now().getEpochSecond());
        claims.put("jti", id);
        claims.put("sub_id", Map.of("format", "iss_sub", "iss", issuer(), "sub", subject));
        claims.put("events", events);
        return new TokenSigner(key, "secevent+jwt").sign(JsonText.write(claims));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
