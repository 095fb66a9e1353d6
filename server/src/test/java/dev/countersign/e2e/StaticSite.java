package dev.countersign.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/** Web site of a test, on this machine. Every response forbids inline scripts, like those of the console. */
final class StaticSite implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, HttpHandler> pages = new ConcurrentHashMap<>();

    StaticSite() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException cannotListen) {
            throw new UncheckedIOException(cannotListen);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/",
                exchange -> pages.getOrDefault(exchange.getRequestURI().getPath(), StaticSite::missing)
                        .handle(exchange));
        page("/favicon.ico", 200, "");
        server.start();
    }

    String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Serves this at a path from now on, as what the path's ending says. */
    StaticSite page(String path, int status, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        pages.put(path, exchange -> {
            var headers = exchange.getResponseHeaders();
            headers.set("Content-Type", type(path));
            headers.set("Content-Security-Policy", "default-src 'self'");
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            try (var out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        });
        return this;
    }

    private static void missing(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(404, -1);
        exchange.close();
    }

    private static String type(String path) {
        return switch (path.substring(path.lastIndexOf('.') + 1)) {
            case "js" -> "text/javascript";
            case "css" -> "text/css";
            default -> "text/html; charset=utf-8";
        };
    }

    /** A page with this in its body that is otherwise without fault. */
    static String html(String body) {
        return """
                <!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title>
                <meta name="viewport" content="width=device-width, initial-scale=1"></head>
                <body><main><h1>A page</h1>%s</main></body></html>
                """.formatted(body);
    }

    /** A page whose only button sends an empty form to somewhere. */
    static String form(String action, String button) {
        return html("<form method='post' action='%s'><button>%s</button></form>".formatted(action, button));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
