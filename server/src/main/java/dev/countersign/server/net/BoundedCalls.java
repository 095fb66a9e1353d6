package dev.countersign.server.net;

import dev.countersign.core.jose.json.Parsed;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * Requests with responses of a bounded size, by the same rules as fetches of JWK sets: checked addresses, a deadline, no
 * redirects.
 */
public final class BoundedCalls {
    private final OutboundCalls calls;
    private final Supplier<SSLContext> tls;
    private final int limit;

    /** @throws IllegalArgumentException when a range or a file of certificates cannot be read */
    public BoundedCalls(OutboundSettings settings) {
        this.calls = new OutboundCalls(settings, InetAddress::getAllByName);
        this.tls = TrustedAuthorities.tls(settings.trustedCertificates());
        this.limit = settings.sizeLimitBytes();
    }

    /**
     * A response, whatever its status. Its string form is redacted.
     *
     * @param headers by their names as sent
     * @param body as UTF-8
     */
    public record Answer(int status, Map<String, List<String>> headers, String body) {
        @Override
        public String toString() {
            return "Answer[" + status + ", redacted]";
        }
    }

    /**
     * Sends a request; a problem is a clause.
     *
     * @param headers by name; the content type is among them
     * @param body empty for a request without one
     */
    public Parsed<Answer> send(String method, URI url, Map<String, List<String>> headers, Optional<byte[]> body) {
        Parsed<Parsed<Answer>> called = calls.call(url, tls, System.nanoTime(), connection -> {
            var request = connection.request(method);
            headers.forEach((name, values) -> values.forEach(value -> {
                if (!name.equalsIgnoreCase(HttpHeaders.CONTENT_TYPE)) {
                    request.addHeader(name, value);
                }
            }));
            body.ifPresent(bytes -> request.setEntity(new ByteArrayEntity(bytes, contentType(headers))));
            @SuppressWarnings("resource") // the connection is closed
            ClassicHttpResponse response = connection.send(request);
            return read(response);
        });
        return switch (called) {
            case Parsed.Unreadable(String reason) -> new Parsed.Unreadable<>(reason);
            case Parsed.Read(Parsed<Answer> answer) -> answer;
        };
    }

    private static ContentType contentType(Map<String, List<String>> headers) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(HttpHeaders.CONTENT_TYPE))
                .map(header -> ContentType.parse(header.getValue().getFirst()))
                .findFirst()
                .orElse(ContentType.APPLICATION_OCTET_STREAM);
    }

    private Parsed<Answer> read(ClassicHttpResponse response) throws IOException {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (Header header : response.getHeaders()) {
            headers.computeIfAbsent(header.getName(), _ -> new ArrayList<>()).add(header.getValue());
        }
        Optional<HttpEntity> entity = Optional.ofNullable(response.getEntity());
        if (entity.isEmpty()) {
            return new Parsed.Read<>(new Answer(response.getCode(), headers, ""));
        }
        @SuppressWarnings("resource") // closing it would read the rest of an endless body
        InputStream content = entity.get().getContent();
        byte[] bytes = content.readNBytes(limit + 1);
        return bytes.length > limit
                ? new Parsed.Unreadable<>("answered with more than " + limit + " bytes")
                : new Parsed.Read<>(new Answer(response.getCode(), headers, new String(bytes, StandardCharsets.UTF_8)));
    }
}
