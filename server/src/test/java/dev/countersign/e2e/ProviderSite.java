package dev.countersign.e2e;

import com.nimbusds.oauth2.sdk.util.URLUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.countersign.core.jose.json.Parsed;
import dev.countersign.server.provider.ProviderTransport;
import dev.countersign.server.provider.SampleProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;

/** The OpenID provider made for tests, over HTTP on this machine. It signs in everybody who comes, at once. */
final class ProviderSite implements AutoCloseable {
    private final HttpServer server;
    private final SampleProvider provider;

    private ProviderSite(HttpServer server) {
        this.server = server;
        this.provider = new SampleProvider(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    static ProviderSite start() {
        try {
            var site =
                    new ProviderSite(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
            site.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            site.server.createContext("/", site::answer);
            site.server.start();
            return site;
        } catch (IOException cannotListen) {
            throw new UncheckedIOException(cannotListen);
        }
    }

    SampleProvider provider() {
        return provider;
    }

    String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The settings of a server whose console uses it. */
    Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("COUNTERSIGN_CONSOLE_OIDC_ISSUER", origin());
        settings.put("COUNTERSIGN_CONSOLE_OIDC_CLIENT_ID", SampleProvider.CLIENT);
        settings.put("COUNTERSIGN_CONSOLE_OIDC_CLIENT_SECRET", SampleProvider.SECRET);
        settings.put("COUNTERSIGN_CONSOLE_OIDC_NAME", "the staff directory");
        settings.put("COUNTERSIGN_CONSOLE_OIDC_ROLES_ADMINISTRATOR", "'admins' in claims.groups");
        settings.put("COUNTERSIGN_CONSOLE_OIDC_ROLES_VIEWER", "'staff' in claims.groups");
        return settings;
    }

    private void answer(HttpExchange exchange) throws IOException {
        URI url = URI.create(origin() + exchange.getRequestURI());
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (url.getPath().equals("/authorize")) {
            exchange.getResponseHeaders()
                    .set("Location", provider.authorize(url).toString());
            exchange.sendResponseHeaders(302, -1);
        } else if (url.getPath().equals("/logout")) {
            signedOut(exchange, URLUtils.parseParameters(url.getRawQuery()));
        } else {
            send(exchange, url, body);
        }
        exchange.close();
    }

    /** OpenID Connect RP-Initiated Logout 1.0 §3: it goes back for its client only. */
    private static void signedOut(HttpExchange exchange, Map<String, List<String>> parameters) throws IOException {
        if (!List.of(SampleProvider.CLIENT).equals(parameters.get("client_id"))) {
            exchange.sendResponseHeaders(400, -1);
            return;
        }
        exchange.getResponseHeaders()
                .set("Location", parameters.get("post_logout_redirect_uri").getFirst());
        exchange.sendResponseHeaders(302, -1);
    }

    private void send(HttpExchange exchange, URI url, byte[] body) throws IOException {
        Parsed<ProviderTransport.Answer> answer =
                provider.send(exchange.getRequestMethod(), url, exchange.getRequestHeaders(), Optional.of(body));
        if (answer instanceof Parsed.Read(ProviderTransport.Answer read)) {
            exchange.getResponseHeaders().putAll(read.headers());
            byte[] bytes = read.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(read.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
