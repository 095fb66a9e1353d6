package dev.countersign.server.web;

import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.server.transport.ServerResponse;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The source of correlation ids: 32 hexadecimal digits, of which the first twelve grow with time (from a random start,
 * so that they do not reveal the uptime) and the others are 80 random bits. Ids of requests at about the same time are
 * adjacent in the index of the audit. They are always generated and never taken from a request, so that a client cannot
 * write into the log or pass one request off as another. The one exception is a token request while traces are switched on:
 * its id is that of its trace, which may be the caller's.
 */
public final class CorrelationIds {
    /** Header with the id that is recorded in the audit event and the log. */
    public static final String HEADER = "X-Correlation-Id";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int RANDOM_BYTES = 10;
    private static final int TIME_DIGITS = 12;
    /** About a millisecond. */
    private static final int NANOS_BITS = 20;

    private static final HexFormat HEX = HexFormat.of();
    private static final long START = RANDOM.nextLong();

    private CorrelationIds() {}

    /** Creates an id. */
    public static CorrelationId next() {
        byte[] random = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(random);
        return new CorrelationId(
                HEX.toHexDigits(START + (System.nanoTime() >>> NANOS_BITS), TIME_DIGITS) + HEX.formatHex(random));
    }

    /** The id of the request that is answered; {@link CommonHeaders} set it before any handler ran. */
    public static CorrelationId of(ServerResponse response) {
        return response.header(HEADER)
                .map(CorrelationId::new)
                .orElseThrow(() -> new IllegalStateException("a response without a correlation id"));
    }
}
