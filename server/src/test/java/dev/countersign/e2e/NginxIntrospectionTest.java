package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.countersign.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * End-to-end test of the example for an API behind nginx: only requests with a valid and suitable token are admitted.
 */
class NginxIntrospectionTest {
    private static final String AUDIENCE = "https://api.example.com/orders";
    private static final int PORT = FreePort.get();
    private static final int ODD_PORT = FreePort.get();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private static Path folder;

    private static ServerProcess server;
    private static HttpServer api;
    private static HttpServer odd;
    private static Nginx nginx;
    private static Nginx oddNginx;

    @BeforeAll
    static void start() throws Exception {
        server = ServerProcess.start(folder.resolve("home"));
        api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.createContext("/", exchange -> {
            byte[] body = exchange.getRequestHeaders()
                    .get("X-Token-Subject")
                    .toString()
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        api.start();
        odd = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        odd.createContext("/", exchange -> {
            String token = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            byte[] body = answer(token.substring("token=".length())).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(token.endsWith("down") ? 503 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        odd.start();
        var gateway = server.api()
                .admin(
                        "POST",
                        "/applications",
                        Map.of(
                                "name", "gateway",
                                "grant_types", List.of("client_credentials"),
                                "scopes", List.of("gateway:use"),
                                "introspect_audiences", List.of(AUDIENCE)));
        String credentials = Base64.getEncoder()
                .encodeToString((gateway.text("client_id") + ":" + gateway.text("client_secret"))
                        .getBytes(StandardCharsets.UTF_8));
        nginx = start("real", PORT, URI.create(server.plainOrigin()).getPort(), credentials);
        oddNginx = start("odd", ODD_PORT, odd.getAddress().getPort(), "eDp5");
    }

    private static Nginx start(String name, int port, int introspection, String credentials) throws IOException {
        Path directory = Files.createDirectory(folder.resolve(name));
        Path include = Files.writeString(
                directory.resolve("credentials.conf"),
                "proxy_set_header Authorization \"Basic %s\";".formatted(credentials));
        var replacements = new LinkedHashMap<String, String>();
        replacements.put(
                "/etc/nginx/introspection.js",
                Path.of("..", "deploy", "nginx", "introspection.js")
                        .toAbsolutePath()
                        .normalize()
                        .toString());
        replacements.put("server tokens.example.com:443;", "server 127.0.0.1:%d;".formatted(introspection));
        replacements.put("https://countersign/", "http://countersign/");
        replacements.put("/etc/nginx/introspection-credentials.conf", include.toString());
        replacements.put(
                "http://127.0.0.1:3000", "http://127.0.0.1:" + api.getAddress().getPort());
        replacements.put("listen 8000;", "listen 127.0.0.1:%d;".formatted(port));
        return Nginx.start(directory, Nginx.around(directory, Nginx.shipped("nginx/api.conf", replacements)), port);
    }

    @AfterAll
    static void stop() {
        for (Nginx each : new Nginx[] {nginx, oddNginx}) {
            if (each != null) {
                each.close();
            }
        }
        for (HttpServer each : new HttpServer[] {api, odd}) {
            if (each != null) {
                each.stop(0);
            }
        }
        if (server != null) {
            server.close();
        }
    }

    /** What an introspection endpoint might answer, by the name of the token. */
    private static String answer(String token) {
        String live = "{\"active\":true,\"sub\":\"alice\",\"token_type\":\"Bearer\",\"aud\":[\"x\",\"" + AUDIENCE
                + "\"],\"scope\":\"a orders:read\"";
        return switch (token) {
            case "live" -> live + "}";
            case "text" -> live.replace("true", "\"true\"") + "}";
            case "number" -> live.replace("true", "1") + "}";
            case "absent" -> live.replace("\"active\":true,", "") + "}";
            case "bound" -> live + ",\"cnf\":{\"jkt\":\"x\"}}";
            case "dpop" -> live.replace("Bearer", "DPoP") + "}";
            case "other" -> live.replace(AUDIENCE, AUDIENCE + "/other") + "}";
            case "scope" -> live.replace("a orders:read", "orders:reader a") + "}";
            case "null" -> "null";
            case "cut" -> live;
            case "down" -> live + "}";
            default -> "";
        };
    }

    private static HttpResponse<String> request(int port, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/orders"))
                .header("X-Token-Subject", "forged");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String token(String audience, String scope) throws Exception {
        var application = new LinkedHashMap<String, Object>();
        application.put("name", "caller of " + audience + " for " + scope);
        application.put("grant_types", List.of("client_credentials"));
        application.put("scopes", List.of(scope));
        application.put("default_scopes", List.of(scope));
        application.put("audiences", List.of(audience));
        var registered = server.api().admin("POST", "/applications", application);
        var answer = server.api()
                .token(
                        registered.text("client_id"),
                        registered.text("client_secret"),
                        Map.of("grant_type", "client_credentials"));
        assertThat(answer.status())
                .as("%s %s", registered.json(), answer.json())
                .isEqualTo(200);
        return answer.text("access_token");
    }

    @Test
    void aLiveTokenGetsInAndTheApiLearnsWhoseItIs() throws Exception {
        var answer = request(PORT, "Authorization", "Bearer " + token(AUDIENCE, "orders:read"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).startsWith("[").doesNotContain("forged", ",");
    }

    @Test
    void aRevokedTokenIsRefusedAlthoughIntrospectionAnswers200() throws Exception {
        String token = token(AUDIENCE, "orders:write");
        server.api().form("/oauth2/revoke", ServerProcess.ADMIN_ID, ServerProcess.ADMIN_SECRET, Map.of("token", token));

        var answer = request(PORT, "Authorization", "Bearer " + token);

        assertThat(answer.statusCode()).isIn(401, 403);
        assertThat(request(PORT, "Authorization", "Bearer made-up").statusCode())
                .isEqualTo(401);
    }

    @Test
    void aTokenForAnotherAudienceOrScopeIsRefused() throws Exception {
        assertThat(request(PORT, "Authorization", "Bearer " + token("https://api.example.com/other", "orders:read"))
                        .statusCode())
                .isEqualTo(401);
        var answer = request(PORT, "Authorization", "Bearer " + token(AUDIENCE, "orders:list"));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer error=\"insufficient_scope\"");
    }

    @Test
    void withoutATokenItSaysWhatIsWanted() throws Exception {
        var answer = request(PORT);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().allValues("WWW-Authenticate")).containsExactly("Bearer");
        assertThat(request(PORT, "Authorization", "Basic eDp5").statusCode()).isEqualTo(401);
        assertThat(request(PORT, "Authorization", "Bearer a&token=b").statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "live, 200",
        "text, 401",
        "number, 401",
        "absent, 401",
        "bound, 401",
        "dpop, 401",
        "other, 401",
        "scope, 403",
        "null, 500",
        "cut, 500",
        "empty, 500",
        "down, 500"
    })
    void onlyTheWordActiveOpens(String token, int status) throws Exception {
        assertThat(request(ODD_PORT, "Authorization", "Bearer " + token).statusCode())
                .isEqualTo(status);
    }
}
