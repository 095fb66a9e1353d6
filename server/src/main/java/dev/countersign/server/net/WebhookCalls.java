package dev.countersign.server.net;

import dev.countersign.core.jose.json.Parsed;
import java.net.InetAddress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/** POST requests with JSON to URLs that the operator chose, by the same rules as fetches of JWK sets. */
public final class WebhookCalls {
    private final OutboundCalls calls;
    private final Supplier<SSLContext> tls;

    /** @throws IllegalArgumentException when a range or a file of certificates cannot be read */
    public WebhookCalls(OutboundSettings settings) {
        this.calls = new OutboundCalls(settings, InetAddress::getAllByName);
        this.tls = TrustedAuthorities.tls(settings.trustedCertificates());
    }

    /**
     * Sends a body; redirects are not followed.
     *
     * @return the reason why it was not accepted, as a clause; empty when the response was a success (2xx)
     */
    public Optional<String> post(URI url, byte[] json, Map<String, String> headers) {
        Parsed<Optional<String>> answer = calls.call(url, tls, System.nanoTime(), connection -> {
            var request = connection.request("POST");
            headers.forEach(request::setHeader);
            request.setEntity(new ByteArrayEntity(json, ContentType.APPLICATION_JSON));
            @SuppressWarnings("resource") // the connection is closed
            int status = connection.send(request).getCode();
            return status >= HttpStatus.SC_OK && status < HttpStatus.SC_REDIRECTION
                    ? Optional.empty()
                    : Optional.of("answered " + status);
        });
        return switch (answer) {
            case Parsed.Unreadable(String reason) -> Optional.of(reason);
            case Parsed.Read(Optional<String> refusal) -> refusal;
        };
    }
}
