package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** End-to-end tests that every address which refuses a method with 405 lists those that it serves. */
@Spec("RFC 9110 §15.5.6")
class MethodNotAllowedTest {
    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW");

    @TempDir
    private static Path folder;

    private static ServerProcess server;
    private static HttpClient client;

    @BeforeAll
    static void start() {
        server = ServerProcess.start(folder.resolve("home"));
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    private static HttpResponse<String> send(String method, String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(server.plainOrigin() + path))
                .method(method, BodyPublishers.noBody())
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static JsonNode document(String path) throws Exception {
        return JsonMapper.shared().readTree(send("GET", path).body());
    }

    /** The addresses that the metadata and the description of the REST API publish, and those that neither does. */
    private static Set<String> addresses() throws Exception {
        var addresses = new LinkedHashSet<>(List.of(
                "/.well-known/oauth-authorization-server",
                "/.well-known/openid-configuration",
                "/health/live",
                "/health/ready",
                "/metrics",
                "/events/any",
                "/api/v1/openapi.json",
                "/console",
                "/console/sign-in",
                "/console/sign-out",
                "/console/connections/new",
                "/console/connections/any/subjects/any/lift"));
        for (JsonNode value : document("/.well-known/oauth-authorization-server")) {
            if (value.asString("").startsWith(server.issuer() + "/")) {
                addresses.add(URI.create(value.asString()).getPath());
            }
        }
        document("/api/v1/openapi.json")
                .path("paths")
                .propertyNames()
                .forEach(path -> addresses.add("/api/v1" + path.replaceAll("\\{[^}]*}", "any")));
        var asset = "/console/assets/";
        String page = send("GET", "/console/sign-in").body();
        int begin = page.indexOf(asset);
        addresses.add(page.substring(begin, page.indexOf('"', begin)));
        return addresses;
    }

    @Test
    void everyAddressListsTheMethodsThatItServes() throws Exception {
        Set<String> addresses = addresses();
        assertThat(addresses).hasSizeGreaterThan(35).contains("/oauth2/token", "/api/v1/blocked-subjects/any");
        for (String address : addresses) {
            var answers = new LinkedHashMap<String, HttpResponse<String>>();
            for (String method : METHODS) {
                answers.put(method, send(method, address));
            }
            assertThat(answers.get("BREW").statusCode()).as("BREW " + address).isEqualTo(405);
            List<String> allowed = List.of(
                    answers.get("BREW").headers().firstValue("Allow").orElse("").split(", "));
            List<String> served = new ArrayList<>();
            for (Map.Entry<String, HttpResponse<String>> answer : answers.entrySet()) {
                if (answer.getValue().statusCode() == 405) {
                    assertThat(answer.getValue().headers().firstValue("Allow").orElse(""))
                            .as(answer.getKey() + " " + address)
                            .isEqualTo(String.join(", ", allowed));
                } else {
                    served.add(answer.getKey());
                }
            }
            assertThat(served).as(address).containsExactlyInAnyOrderElementsOf(allowed);
        }
    }
}
