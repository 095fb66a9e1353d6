package dev.countersign.cli.remote;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * HTTP transport to one server. Redirects are not followed, because credentials would be sent along; the size of a
 * response is limited.
 */
public final class HttpTransport implements AutoCloseable {
    private static final Duration CONNECTED_WITHIN = Duration.ofSeconds(10);
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(60);
    private static final long LARGEST_ANSWER_IN_BYTES = 32L << 20;

    private final ServerUrl server;
    private final HttpClient client;

    private HttpTransport(ServerUrl server, HttpClient client) {
        this.server = server;
        this.client = client;
    }

    /** Creates a transport for HTTP/1.1. */
    public static HttpTransport to(ServerUrl server, TrustedServer trusted) throws CallFailedException {
        return to(server, trusted, HttpClient.Version.HTTP_1_1);
    }

    /** Creates a transport for at most this version of HTTP. */
    public static HttpTransport to(ServerUrl server, TrustedServer trusted, HttpClient.Version version)
            throws CallFailedException {
        return new HttpTransport(
                server,
                HttpClient.newBuilder()
                        .version(version)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(CONNECTED_WITHIN)
                        .sslContext(Tls.context(trusted))
                        .build());
    }

    ServerUrl server() {
        return server;
    }

    /** Calls the token endpoint, with the credentials in the header (RFC 6749 §2.3.1). */
    public ApiResponse token(Credentials credentials, Collection<Map.Entry<String, String>> form)
            throws CallFailedException {
        byte[] pair =
                (encode(credentials.clientId()) + ':' + encode(credentials.secret())).getBytes(StandardCharsets.UTF_8);
        return send(form(form)
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair)));
    }

    /** Calls the token endpoint, with the credentials in the body (RFC 6749 §2.3.1). */
    public ApiResponse tokenWithSecretInBody(Credentials credentials, Collection<Map.Entry<String, String>> form)
            throws CallFailedException {
        var whole = new ArrayList<>(form);
        whole.add(Map.entry("client_id", credentials.clientId()));
        whole.add(Map.entry("client_secret", credentials.secret()));
        return send(form(whole));
    }

    /** Reads a public document at an absolute URL. */
    public ApiResponse get(String url) throws CallFailedException {
        return send(HttpRequest.newBuilder(URI.create(url)));
    }

    private HttpRequest.Builder form(Collection<Map.Entry<String, String>> form) {
        String body = form.stream()
                .map(entry -> encode(entry.getKey()) + '=' + encode(entry.getValue()))
                .collect(Collectors.joining("&"));
        return HttpRequest.newBuilder(server.resolve("/oauth2/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body));
    }

    /** Sends a request and reads the whole response. */
    ApiResponse send(HttpRequest.Builder request) throws CallFailedException {
        try {
            HttpResponse<byte[]> response = client.send(
                    request.timeout(ANSWERED_WITHIN)
                            .header("Accept", "application/json, application/problem+json")
                            .build(),
                    BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER_IN_BYTES));
            if (response.statusCode() >= 300 && response.statusCode() < 400) {
                throw CallFailedException.unavailable(
                        "%s answers with a redirect, which is not followed; is this the address of the server itself?"
                                .formatted(server));
            }
            return new ApiResponse(
                    response.statusCode(),
                    json(response.body()),
                    response.headers().firstValue("ETag"),
                    response.headers().firstValue("X-Correlation-Id"));
        } catch (IOException broken) {
            throw CallFailedException.unavailable(reason(broken));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw CallFailedException.unavailable("Interrupted while %s was asked.".formatted(server));
        }
    }

    private static JsonNode json(byte[] body) {
        try {
            return body.length == 0 ? MissingNode.getInstance() : RemoteJson.read(body);
        } catch (RemoteJson.UnreadableException notOurs) {
            return MissingNode.getInstance();
        }
    }

    private String reason(IOException broken) {
        return switch (broken) {
            case HttpConnectTimeoutException _ -> "%s does not answer.".formatted(server);
            case HttpTimeoutException _ -> "%s did not answer in time.".formatted(server);
            case SSLException _ ->
                ("The certificate of %s is not trusted, or is for another name. Name the certificates to trust with"
                                + " --cacert FILE.")
                        .formatted(server);
            case ConnectException refused
            when refused.getCause() instanceof UnknownHostException -> "There is no such host: %s".formatted(server);
            case ConnectException _ -> "Nothing answers at %s; is the server running?".formatted(server);
            default -> "The connection to %s broke.".formatted(server);
        };
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
