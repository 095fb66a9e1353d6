package dev.countersign.server.net;

import dev.countersign.core.keys.FetchOutcome;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.utils.DateUtils;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;

/**
 * One GET request for a JWK set or metadata.
 *
 * @param limit largest number of bytes of the response that are read
 * @param date receives the {@code Date} of a response that has one (RFC 9110 §6.6.1)
 * @param headers further headers by their names
 */
record JwksRequest(Access access, int limit, Consumer<Instant> date, Map<String, String> headers) {

    /**
     * What the request needs besides its target; its string form is redacted.
     *
     * @param tls the trusted authorities
     * @param bearerToken sent with this request, which follows no redirect, and nowhere else (RFC 6750 §2.1)
     */
    record Access(Supplier<SSLContext> tls, Optional<String> bearerToken) {
        static Access of(Supplier<SSLContext> tls) {
            return new Access(tls, Optional.empty());
        }

        @Override
        public String toString() {
            return "Access[redacted]";
        }
    }

    /** @param start start of the fetch, by {@link System#nanoTime} */
    FetchOutcome<byte[]> send(CheckedConnection connection, long start) throws IOException {
        var request = connection.request("GET");
        request.setHeader(HttpHeaders.ACCEPT, "application/jwk-set+json, application/json");
        headers.forEach(request::setHeader);
        access.bearerToken().ifPresent(token -> request.setHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token));
        @SuppressWarnings("resource") // the connection is closed
        ClassicHttpResponse response = connection.send(request);
        Optional.ofNullable(DateUtils.parseStandardDate(response, HttpHeaders.DATE))
                .ifPresent(date);
        return read(response, start);
    }

    private FetchOutcome<byte[]> read(ClassicHttpResponse response, long start) throws IOException {
        int status = response.getCode();
        if (status >= HttpStatus.SC_REDIRECTION && status < HttpStatus.SC_CLIENT_ERROR) {
            return new FetchOutcome.Failed<>("answered " + status + ": redirects are not followed");
        }
        if (status != HttpStatus.SC_OK) {
            return new FetchOutcome.Failed<>("answered " + status);
        }
        if (isEncoded(response)) {
            return new FetchOutcome.Failed<>("answered with a compressed body, which was not asked for");
        }
        var entity = Optional.ofNullable(response.getEntity());
        if (entity.isEmpty()) {
            return fetched(new byte[0], start);
        }
        if (entity.get().getContentLength() > limit) {
            return tooLarge(limit);
        }
        @SuppressWarnings("resource") // see send()
        InputStream content = entity.get().getContent();
        byte[] bytes = content.readNBytes(limit + 1);
        return bytes.length > limit ? tooLarge(limit) : fetched(bytes, start);
    }

    private static FetchOutcome<byte[]> fetched(byte[] body, long start) {
        return new FetchOutcome.Fetched<>(body, Duration.ofNanos(System.nanoTime() - start));
    }

    private static boolean isEncoded(ClassicHttpResponse response) {
        return Arrays.stream(response.getHeaders(HttpHeaders.CONTENT_ENCODING))
                .map(Header::getValue)
                .anyMatch(coding -> !"identity".equalsIgnoreCase(coding));
    }

    private static FetchOutcome<byte[]> tooLarge(int limit) {
        return new FetchOutcome.Failed<>("larger than " + limit + " bytes");
    }
}
