package dev.countersign.e2e;

import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.json.Parsed;
import dev.countersign.core.jose.json.StrictJson;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The server's endpoints as called by a script. */
final class Api {
    static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final String base;
    private final HttpClient http;

    Api(String base) {
        this(base, HTTP);
    }

    private Api(String base, HttpClient http) {
        this.base = base;
        this.http = http;
    }

    /** The endpoints over TLS. */
    static Api over(TrustingTls tls, String base) {
        return new Api(
                base,
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .sslContext(tls.context())
                        .build());
    }

    /** A response: its status and its JSON, which is empty for a response without a body. */
    record Answer(int status, Map<String, Object> json, HttpHeaders headers) {
        String text(String member) {
            return String.valueOf(json.get(member));
        }
    }

    /** Missing response because of a broken connection. */
    static final class NoAnswer extends IOException {
        NoAnswer(IOException cause) {
            super(cause);
        }
    }

    boolean isReady() {
        try {
            return send(HttpRequest.newBuilder(URI.create(base + "/health/ready")))
                            .status()
                    == 200;
        } catch (NoAnswer notYet) {
            return false;
        }
    }

    Answer exchange(String clientId, String secret, String assertion) throws NoAnswer {
        return token(clientId, secret, Map.of("grant_type", JWT_BEARER, "assertion", assertion));
    }

    /** An exchange with a DPoP proof. */
    Answer exchange(String clientId, String secret, String assertion, String proof) throws NoAnswer {
        Map<String, String> form = Map.of("grant_type", JWT_BEARER, "assertion", assertion);
        return send(request("/oauth2/token", clientId, secret, form).header("DPoP", proof));
    }

    Answer token(String clientId, String secret, Map<String, String> form) throws NoAnswer {
        return form("/oauth2/token", clientId, secret, form);
    }

    /** A form from an application that shows its secret. */
    Answer form(String path, String clientId, String secret, Map<String, String> form) throws NoAnswer {
        return send(request(path, clientId, secret, form));
    }

    private HttpRequest.Builder request(String path, String clientId, String secret, Map<String, String> form) {
        String credentials = encode(clientId) + ":" + encode(secret);
        return HttpRequest.newBuilder(URI.create(base + path))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(body(form));
    }

    /** A form without an Authorization header, or with this one. */
    Answer form(String path, Optional<String> authorization, Map<String, String> form) throws NoAnswer {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(body(form));
        authorization.ifPresent(value -> request.header("Authorization", value));
        return send(request);
    }

    private static HttpRequest.BodyPublisher body(Map<String, String> form) {
        return HttpRequest.BodyPublishers.ofString(form.entrySet().stream()
                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&")));
    }

    /** A request to the REST API as the bootstrap administrator. */
    Answer admin(String method, String path, Map<String, Object> body) throws NoAnswer {
        Answer token =
                token(ServerProcess.ADMIN_ID, ServerProcess.ADMIN_SECRET, Map.of("grant_type", "client_credentials"));
        var publisher = body.isEmpty()
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofByteArray(JsonText.write(body));
        return send(HttpRequest.newBuilder(URI.create(base + "/api/v1" + path))
                .header("Authorization", "Bearer " + token.text("access_token"))
                .header("Content-Type", "application/json")
                .method(method, publisher));
    }

    /** Registers a third party with its JWKS URL; its opaque id is in the answer. */
    Answer register(ThirdParty thirdParty) throws NoAnswer {
        return admin(
                "POST",
                "/trusted-token-issuers",
                Map.of(
                        "name",
                        thirdParty.name(),
                        "issuer",
                        thirdParty.issuer(),
                        "keys",
                        Map.of("jwks_url", thirdParty.jwksUrl())));
    }

    /** Registers an application with scopes; its client id and secret are in the answer. */
    Answer registerApplication(String name) throws NoAnswer {
        var application = new LinkedHashMap<String, Object>();
        application.put("name", name);
        application.put("scopes", List.of("orders:read"));
        application.put("default_scopes", List.of("orders:read"));
        application.put("access_token", Map.of("signing_alg", "ES256"));
        return admin("POST", "/applications", application);
    }

    /** An application that may ask for itself, too. */
    Answer registerForBothGrants(String authentication) throws NoAnswer {
        return admin(
                "POST",
                "/applications",
                Map.of(
                        "name", "both-" + authentication,
                        "token_endpoint_auth_method", authentication,
                        "grant_types", List.of("client_credentials", JWT_BEARER),
                        "scopes", List.of("orders:read"),
                        "default_scopes", List.of("orders:read")));
    }

    /** Pushes a security event token (RFC 8935 §2). */
    Answer push(String issuerId, String token) throws NoAnswer {
        return post("/events/" + issuerId, "application/secevent+jwt", token);
    }

    Answer post(String path, String contentType, String body) throws NoAnswer {
        return send(HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", contentType)
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer get(String path) throws NoAnswer {
        return send(HttpRequest.newBuilder(URI.create(base + path)));
    }

    private Answer send(HttpRequest.Builder request) throws NoAnswer {
        try {
            HttpResponse<byte[]> response =
                    http.send(request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofByteArray());
            Map<String, Object> json = response.body().length == 0
                    ? Map.of()
                    : switch (StrictJson.readObject(response.body())) {
                        case Parsed.Read(var members) -> members;
                        case Parsed.Unreadable<?> unreadable ->
                            throw new AssertionError("no JSON (" + unreadable.problem() + "): "
                                    + new String(response.body(), StandardCharsets.UTF_8));
                    };
            return new Answer(response.statusCode(), json, response.headers());
        } catch (IOException broken) {
            throw new NoAnswer(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
