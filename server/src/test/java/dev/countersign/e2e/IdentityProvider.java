package dev.countersign.e2e;

import com.sun.net.httpserver.HttpExchange;
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
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** An identity provider that exchanges its ID tokens for ID-JAGs (RFC 8693), over HTTP on this machine. */
final class IdentityProvider implements AutoCloseable {
    static final String CLIENT_ID = "client-at-idp";
    static final String CLIENT_SECRET = "secret-at-idp";

    private static final String ID_JAG = "urn:ietf:params:oauth:token-type:id-jag";

    private final HttpServer server;
    private final SigningKey key = SigningKey.generate(Algorithm.RS256);
    private final String clientAtResource;
    private final String idToken;
    private final List<Map<String, String>> requests = new CopyOnWriteArrayList<>();

    private IdentityProvider(HttpServer server, String clientAtResource) {
        this.server = server;
        this.clientAtResource = clientAtResource;
        this.idToken = sign("JWT", Map.of("sub", "alice", "aud", CLIENT_ID));
    }

    /** @param clientAtResource the client id that its client has at the other authorization server */
    static IdentityProvider start(String clientAtResource) {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var provider = new IdentityProvider(server, clientAtResource);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext(
                    "/.well-known/openid-configuration", exchange -> send(exchange, 200, provider.metadata()));
            server.createContext(
                    "/jwks.json", exchange -> send(exchange, 200, Map.of("keys", List.of(provider.key.publicJwk()))));
            server.createContext("/token", provider::exchange);
            server.start();
            return provider;
        } catch (IOException cannotListen) {
            throw new UncheckedIOException(cannotListen);
        }
    }

    String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    String jwksUrl() {
        return issuer() + "/jwks.json";
    }

    /** The ID token of a user who has signed in. */
    String idToken() {
        return idToken;
    }

    /** The parameters of the exchanges so far. */
    List<Map<String, String>> requests() {
        return requests;
    }

    private Map<String, Object> metadata() {
        return Map.of(
                "issuer", issuer(),
                "authorization_endpoint", issuer() + "/authorize",
                "token_endpoint", issuer() + "/token",
                "jwks_uri", jwksUrl(),
                "response_types_supported", List.of("code"),
                "subject_types_supported", List.of("public"),
                "id_token_signing_alg_values_supported", List.of("RS256"));
    }

    private void exchange(HttpExchange exchange) throws IOException {
        Map<String, String> form = form(exchange);
        requests.add(form);
        boolean known = CLIENT_ID.equals(form.get("client_id"))
                && CLIENT_SECRET.equals(form.get("client_secret"))
                && idToken.equals(form.get("subject_token"))
                && ID_JAG.equals(form.get("requested_token_type"));
        if (!known) {
            send(exchange, 400, Map.of("error", "invalid_request"));
            return;
        }
        var claims = new LinkedHashMap<String, Object>();
        claims.put("sub", "alice");
        claims.put("aud", form.get("audience"));
        claims.put("client_id", clientAtResource);
        claims.put("resource", form.get("resource"));
        claims.put("scope", form.get("scope"));
        send(
                exchange,
                200,
                Map.of(
                        "issued_token_type",
                        ID_JAG,
                        "access_token",
                        sign("oauth-id-jag+jwt", claims),
                        "token_type",
                        "N_A",
                        "expires_in",
                        300));
    }

    private String sign(String type, Map<String, Object> further) {
        long now = Instant.now().getEpochSecond();
        var claims = new LinkedHashMap<String, Object>(further);
        claims.put("iss", issuer());
        claims.put("iat", now);
        claims.put("exp", now + 300);
        claims.put("jti", Secrets.generateId());
        return new TokenSigner(key, type).sign(JsonText.write(claims));
    }

    private static Map<String, String> form(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        return Arrays.stream(body.split("&", -1))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    private static void send(HttpExchange exchange, int status, Map<String, Object> json) throws IOException {
        byte[] body = JsonText.write(json);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
