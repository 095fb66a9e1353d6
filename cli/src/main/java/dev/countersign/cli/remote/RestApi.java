package dev.countersign.cli.remote;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The REST API, called with a personal access token, or with an access token that is fetched for the first call. */
public final class RestApi {
    private static final String ROOT = "/api/v1";
    private static final String READ = "admin:read";
    private static final String READ_AND_WRITE = "admin:read admin:write";

    private final HttpTransport transport;
    private final ApiCredentials credentials;
    private final Map<String, String> tokens = new LinkedHashMap<>();

    public RestApi(HttpTransport transport, ApiCredentials credentials) {
        this.transport = transport;
        this.credentials = credentials;
    }

    /** Checks that the client gets an administrator's token. */
    public void verify() throws CallFailedException {
        token(READ);
    }

    /** Checks a personal access token; returns whose it is, its role and its end. */
    public JsonNode caller() throws CallFailedException {
        return get("/me", Map.of()).json();
    }

    /**
     * Reads a resource.
     *
     * @param path below the root of the API
     * @param query parameters, which are encoded here
     */
    public ApiResponse get(String path, Map<String, String> query) throws CallFailedException {
        return call("GET", path + query(query), Optional.empty(), Optional.empty());
    }

    /** Creates a resource or runs an operation. */
    public ApiResponse post(String path, Map<String, String> query, Optional<JsonNode> body)
            throws CallFailedException {
        return call("POST", path + query(query), body, Optional.empty());
    }

    /** Changes the members in a merge patch (RFC 7396), if the resource was not changed by others meanwhile. */
    public ApiResponse patch(String path, Map<String, String> query, JsonNode patch, Optional<String> etag)
            throws CallFailedException {
        return call("PATCH", path + query(query), Optional.of(patch), etag);
    }

    public ApiResponse delete(String path, Map<String, String> query, Optional<String> etag)
            throws CallFailedException {
        return call("DELETE", path + query(query), Optional.empty(), etag);
    }

    /** Makes a call; a response that is a refusal is a failure. */
    private ApiResponse call(String method, String pathAndQuery, Optional<JsonNode> body, Optional<String> etag)
            throws CallFailedException {
        String scope = method.equals("GET") ? READ : READ_AND_WRITE;
        ApiResponse answer = send(method, pathAndQuery, body, etag, token(scope));
        if (answer.status() == 401 && credentials instanceof Credentials) {
            // the token expired during a long-running command: one new token, one more attempt
            tokens.clear();
            answer = send(method, pathAndQuery, body, etag, token(scope));
        }
        if (!answer.isDone()) {
            throw RefusalText.of(answer, transport.server());
        }
        return answer;
    }

    private ApiResponse send(
            String method, String pathAndQuery, Optional<JsonNode> body, Optional<String> etag, String token)
            throws CallFailedException {
        var request = HttpRequest.newBuilder(transport.server().resolve(ROOT + pathAndQuery))
                .header("Authorization", "Bearer " + token)
                .method(
                        method,
                        body.isPresent()
                                ? BodyPublishers.ofByteArray(RemoteJson.write(body.get()))
                                : BodyPublishers.noBody());
        if (body.isPresent()) {
            request.header(
                    "Content-Type", method.equals("PATCH") ? "application/merge-patch+json" : "application/json");
        }
        etag.ifPresent(version -> request.header("If-Match", version));
        return transport.send(request);
    }

    private String token(String scope) throws CallFailedException {
        return switch (credentials) {
            case TokenCredentials(String token) -> token;
            case Credentials client -> token(client, scope);
        };
    }

    private String token(Credentials client, String scope) throws CallFailedException {
        String known = tokens.get(scope);
        if (known != null) {
            return known;
        }
        ApiResponse answer = transport.token(
                client,
                Map.of("grant_type", "client_credentials", "scope", scope).entrySet());
        String token = answer.text("access_token");
        if (!answer.isDone() || token.isEmpty()) {
            throw RefusalText.ofToken(answer, transport.server());
        }
        tokens.put(scope, token);
        return token;
    }

    private static String query(Map<String, String> parameters) {
        var query = new StringBuilder();
        parameters.forEach((name, value) -> query.append(query.isEmpty() ? '?' : '&')
                .append(HttpTransport.encode(name))
                .append('=')
                .append(HttpTransport.encode(value)));
        return query.toString();
    }
}
