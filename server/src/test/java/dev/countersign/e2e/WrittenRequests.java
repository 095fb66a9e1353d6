package dev.countersign.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests whose path and headers are sent as they are written, and responses as text. */
final class WrittenRequests {
    static final String FORM = "application/x-www-form-urlencoded";

    /** Headers that differ between two responses to the same request. */
    private static final Set<String> CHANGING = Set.of("x-correlation-id", "date", "content-length");

    /** A number may stand in a response for another reason. */
    private static final int SHORT = 10;

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private WrittenRequests() {}

    /** A response. */
    record Reply(int status, HttpHeaders headers, String body) {
        String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }

        String text(String member) {
            return json().path(member).asString("");
        }

        /**
         * Everything in the response that can tell two requests apart: without correlation id, time and random values.
         *
         * @param sent what the request named, which may stand in the response
         */
        String shown(String... sent) {
            var shown = new TreeMap<String, List<String>>();
            headers.map().forEach((name, values) -> {
                if (!CHANGING.contains(name)) {
                    shown.put(name, values);
                }
            });
            String text = status + " " + shown + "\n" + body.replace(header("X-Correlation-Id"), "<correlation id>");
            for (String id : sent) {
                text = text.replaceAll("\\b" + Pattern.quote(id) + "\\b", id.length() < SHORT ? id : "<sent>");
            }
            return text.replaceAll("(__Host-[a-z0-9-]+guest[a-z0-9-]*)=[^;]+", "$1=<random>")
                    .replaceAll("\"([0-9a-f]{64})\"", "\"<form token>\"")
                    .replaceAll("dpop-nonce=\\[[^]]+]", "dpop-nonce=<random>");
        }
    }

    static Reply send(String method, String url, Map<String, String> headers, String body) {
        var request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(30))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        try {
            HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
            return new Reply(response.statusCode(), response.headers(), response.body());
        } catch (IOException broken) {
            throw new UncheckedIOException(method + " " + url, broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    static String form(Map<String, String> form) {
        return form.entrySet().stream()
                .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    static String basic(String clientId, String secret) {
        return "Basic "
                + Base64.getEncoder()
                        .encodeToString((encoded(clientId) + ":" + encoded(secret)).getBytes(StandardCharsets.UTF_8));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
