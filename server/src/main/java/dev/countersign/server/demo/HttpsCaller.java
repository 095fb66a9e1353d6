package dev.countersign.server.demo;

import dev.countersign.core.jose.json.JsonReading;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.json.StrictJson;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A caller of the server as any client would be: over HTTPS, with the certificate and the host name verified. */
final class HttpsCaller implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final HttpClient client;
    private final String base;

    private HttpsCaller(HttpClient client, String base) {
        this.client = client;
        this.base = base;
    }

    /** An answer; its JSON is empty when it has no body. */
    record Answer(int status, Map<String, Object> json, String body) {}

    /**
     * A caller that trusts this certificate and no other.
     *
     * @param certificate in PEM
     */
    static HttpsCaller of(String base, Path certificate) throws IOException, GeneralSecurityException {
        return of(base, certificate, HttpClient.Version.HTTP_2);
    }

    /** The same, with this version of HTTP at the most. */
    static HttpsCaller of(String base, Path certificate, HttpClient.Version version)
            throws IOException, GeneralSecurityException {
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (var pem = Files.newInputStream(certificate)) {
            trusted.setCertificateEntry(
                    "server", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        var trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        var tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        return new HttpsCaller(
                HttpClient.newBuilder()
                        .sslContext(tls)
                        .version(version)
                        .connectTimeout(LONGEST)
                        .build(),
                base);
    }

    /** Asks the token endpoint, with the credentials in the header. */
    Answer token(String clientId, String secret, Map<String, String> form) throws DemoFailedException {
        var credentials = (encode(clientId) + ':' + encode(secret)).getBytes(StandardCharsets.UTF_8);
        var body = form.entrySet().stream()
                .map(entry -> encode(entry.getKey()) + '=' + encode(entry.getValue()))
                .collect(Collectors.joining("&"));
        return send(to(base + "/oauth2/token")
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body)));
    }

    Answer get(String url) throws DemoFailedException {
        return send(to(url).GET());
    }

    /** Asks the REST API. */
    Answer api(String accessToken, String method, String path, Map<String, ?> body) throws DemoFailedException {
        return send(to(base + "/api/v1" + path)
                .header("Authorization", "Bearer " + accessToken)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(JsonText.write(body))));
    }

    private static HttpRequest.Builder to(String url) {
        return HttpRequest.newBuilder(URI.create(url)).timeout(LONGEST);
    }

    private Answer send(HttpRequest.Builder builder) throws DemoFailedException {
        var request = builder.build();
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(response.statusCode(), json(response.body()), response.body());
        } catch (IOException broken) {
            throw new DemoFailedException("The server did not answer " + request.uri(), broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DemoFailedException("The demonstration was interrupted", interrupted);
        }
    }

    private static Map<String, Object> json(String body) {
        return !body.isEmpty()
                        && StrictJson.readObject(body.getBytes(StandardCharsets.UTF_8))
                                instanceof JsonReading.Read(var members)
                ? members
                : Map.of();
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.close();
    }
}
