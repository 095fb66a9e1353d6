package dev.countersign.cli.remote;

import dev.countersign.core.jose.certificate.CertifiedKey;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
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
    private static final Pattern ALERT = Pattern.compile("Received fatal alert: ([a-z_]+)");
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
        return to(server, version, Tls.context(trusted, Optional.empty()));
    }

    /** Creates a transport for HTTP/1.1 that presents a certificate to servers that ask for one. */
    public static HttpTransport presenting(ServerUrl server, TrustedServer trusted, CertifiedKey own)
            throws CallFailedException {
        return to(server, HttpClient.Version.HTTP_1_1, Tls.context(trusted, Optional.of(own)));
    }

    private static HttpTransport to(ServerUrl server, HttpClient.Version version, SSLContext tls) {
        return new HttpTransport(
                server,
                HttpClient.newBuilder()
                        .version(version)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(CONNECTED_WITHIN)
                        .sslContext(tls)
                        .build());
    }

    ServerUrl server() {
        return server;
    }

    /** Calls the token endpoint, with the credentials in the header (RFC 6749 §2.3.1). */
    public ApiResponse token(Credentials credentials, Collection<Map.Entry<String, String>> form)
            throws CallFailedException {
        return TokenCall.withSecretInHeader(credentials, form).send(this, TokenAddress.below(server));
    }

    /** The metadata of the server (RFC 8414 §5), at the path that works behind every proxy. */
    ApiResponse metadata() throws CallFailedException {
        ApiResponse metadata = send(HttpRequest.newBuilder(server.resolve("/.well-known/openid-configuration")));
        if (!metadata.isDone()) {
            throw RefusalText.of(metadata, server);
        }
        return metadata;
    }

    /** Reads a public document at an absolute URL. */
    public ApiResponse get(String url) throws CallFailedException {
        return send(HttpRequest.newBuilder(URI.create(url)));
    }

    /** Reads a public text at this path below the server. */
    public String text(String path) throws CallFailedException {
        HttpResponse<byte[]> response =
                bytes(HttpRequest.newBuilder(server.resolve(path)).header("Accept", "text/plain"));
        if (response.statusCode() != 200) {
            throw CallFailedException.unavailable("%s%s answered %s.".formatted(server, path, response.statusCode()));
        }
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    /** Sends a request and reads the whole response. */
    ApiResponse send(HttpRequest.Builder request) throws CallFailedException {
        HttpResponse<byte[]> response = bytes(request.header("Accept", "application/json, application/problem+json"));
        return new ApiResponse(
                response.statusCode(),
                json(response.body()),
                response.headers().firstValue("ETag"),
                response.headers().firstValue("X-Correlation-Id"),
                response.headers().firstValue("DPoP-Nonce"));
    }

    private HttpResponse<byte[]> bytes(HttpRequest.Builder request) throws CallFailedException {
        try {
            HttpResponse<byte[]> response = client.send(
                    request.timeout(ANSWERED_WITHIN).build(),
                    BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER_IN_BYTES));
            if (response.statusCode() >= 300 && response.statusCode() < 400) {
                throw CallFailedException.unavailable(
                        "%s answers with a redirect, which is not followed; is this the address of the server itself?"
                                .formatted(server));
            }
            return response;
        } catch (IOException broken) {
            throw CallFailedException.unavailable(reason(broken, address(request)));
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

    /** The address that is called: the server, or an endpoint that its metadata has elsewhere. */
    private String address(HttpRequest.Builder request) {
        URI url = request.build().uri();
        return url.toString().startsWith(server.value())
                ? server.value()
                : url.getScheme() + "://" + url.getAuthority();
    }

    /** Whether the certificate of the server was judged; a connection that ends before says nothing about it. */
    private static boolean isAboutCertificate(SSLException broken) {
        return Stream.<Throwable>iterate(broken, Objects::nonNull, Throwable::getCause)
                .anyMatch(GeneralSecurityException.class::isInstance);
    }

    private static String reason(IOException broken, String address) {
        return switch (broken) {
            case HttpConnectTimeoutException _ -> "%s does not answer.".formatted(address);
            case HttpTimeoutException _ -> "%s did not answer in time.".formatted(address);
            case SSLException refused
            when alert(refused).isPresent() ->
                "%s refuses the TLS connection: %s."
                        .formatted(address, alert(refused).get());
            case SSLException ended
            when !isAboutCertificate(ended) -> "%s closes the connection during the TLS handshake.".formatted(address);
            case SSLException _ ->
                ("The certificate of %s is not trusted, or is for another name. Name the certificates to trust with"
                                + " --cacert FILE.")
                        .formatted(address);
            case ConnectException refused
            when refused.getCause() instanceof UnknownHostException -> "There is no such host: %s".formatted(address);
            case ConnectException _ -> "Nothing answers at %s; is the server running?".formatted(address);
            default -> "The connection to %s broke.".formatted(address);
        };
    }

    /** The name of the alert by which the server ended the handshake (RFC 8446 §6.2), such as bad_certificate. */
    private static Optional<String> alert(SSLException broken) {
        return Optional.ofNullable(broken.getMessage())
                .map(ALERT::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1));
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
