package dev.countersign.server.web;

import dev.countersign.core.oauth.CorrelationId;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The source of correlation ids: 128 random bits in 32 hexadecimal digits. They are always made here and never taken
 * from a request, so that nobody can write into our logs or pass one request off as another.
 */
public final class CorrelationIds {
    /** Tells the caller the id that stands in the audit event and the log. */
    public static final HeaderName HEADER = HeaderNames.create("X-Correlation-Id");

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 16;

    private CorrelationIds() {}

    /** A new id. */
    public static CorrelationId next() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new CorrelationId(HexFormat.of().formatHex(bytes));
    }

    /** The id of the request that this answers; {@link CommonHeaders} gave it one before any handler ran. */
    public static CorrelationId of(ServerResponse response) {
        return response.headers()
                .first(HEADER)
                .map(CorrelationId::new)
                .orElseThrow(() -> new IllegalStateException("a response without a correlation id"));
    }
}
