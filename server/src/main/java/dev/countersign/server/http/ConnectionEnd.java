package dev.countersign.server.http;

import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * The filter that closes a connection after an answer that says so (RFC 9112 §9.6). The web server alone would go on
 * reading, and take what is left of a body for the next request.
 */
final class ConnectionEnd implements Filter {
    /** What a caller may still be sending is read and dropped, or a reset would overtake the answer on its way to it. */
    private static final int DROPPED_BYTES = 1 << 18;

    private static final Duration DROPPED_WITHIN = Duration.ofSeconds(1);

    /** Says that an answer is the last one on its connection; HTTP/2 has no such header (RFC 9113 §8.2.2). */
    static void announce(ServerRequest request, ServerResponse response) {
        if (request.prologue().protocolVersion().startsWith("1")) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        chain.proceed();
        if (response.isSent() && response.headers().contains(HeaderValues.CONNECTION_CLOSE)) {
            if (request.continueSent() && !request.content().consumed()) {
                drop(request);
            }
            throw new CloseConnectionException("the answer was the last one on this connection");
        }
    }

    private static void drop(RoutingRequest request) {
        long start = System.nanoTime();
        byte[] buffer = new byte[8192];
        try (InputStream in = request.content().inputStream()) {
            int dropped = 0;
            int count = 0;
            while (count >= 0 && dropped < DROPPED_BYTES && System.nanoTime() - start < DROPPED_WITHIN.toNanos()) {
                count = in.read(buffer);
                dropped += count;
            }
        } catch (IOException | CloseConnectionException | RequestException | IllegalStateException nothingMore) {
            // the answer is sent, and the connection ends here in any case
        }
    }
}
