package dev.countersign.server.transport.head;

import dev.countersign.server.transport.limit.TransportLimits;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;

/**
 * The rules for the head of a request that hold before any handler sees it: two readers, such as a proxy and this
 * server, must never disagree about where it ends (RFC 9112 §6.3 and §11.2).
 *
 * <p>Work-around until the issue "A malformed request head is decoded" of {@code docs/upstream.md} is solved.
 */
public final class HeadRules {
    /** Value for a valid head; not a status. */
    public static final int GOOD = 0;

    public static final int BAD_REQUEST = 400;
    public static final int UNAVAILABLE = 503;
    /** Memory of a head without fields. */
    private static final int HEAD = 512;

    private static final int FIELD = 160;
    private static final int URI_TOO_LONG = 414;
    private static final int EXPECTATION_FAILED = 417;
    private static final int FIELDS_TOO_LARGE = 431;
    private static final int VERSION_NOT_SUPPORTED = 505;

    private HeadRules() {}

    /** The status that refuses this head; {@link #GOOD} when it is valid. */
    public static int statusOf(HttpRequest head, boolean http2) {
        HttpHeaders fields = head.headers();
        if (fields.size() > TransportLimits.HEADER_FIELDS) {
            return FIELDS_TOO_LARGE;
        }
        if (http2) {
            // RFC 9113 §8.3.1: Host names the same as :authority
            if (fields.getAll(HttpHeaderNames.HOST).stream().distinct().count() > 1) {
                return BAD_REQUEST;
            }
        } else {
            HttpVersion version = head.protocolVersion();
            if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
                return VERSION_NOT_SUPPORTED;
            }
            int hosts = fields.getAll(HttpHeaderNames.HOST).size();
            // RFC 9112 §3.2, and §6.1 for a transfer coding in a version without one
            if (hosts > 1
                    || (hosts == 0 && version.equals(HttpVersion.HTTP_1_1))
                    || (hosts == 1 && !isHost(fields.get(HttpHeaderNames.HOST)))
                    || isAmbiguous(fields)
                    || (version.equals(HttpVersion.HTTP_1_0) && fields.contains(HttpHeaderNames.TRANSFER_ENCODING))) {
                return BAD_REQUEST;
            }
        }
        boolean expects = fields.contains(HttpHeaderNames.EXPECT)
                && !fields.get(HttpHeaderNames.EXPECT).equalsIgnoreCase("100-continue");
        return expects ? EXPECTATION_FAILED : GOOD;
    }

    /** Approximate number of octets that a head takes in memory. */
    public static int weight(HttpRequest head) {
        int octets = HEAD + head.uri().length();
        var fields = head.headers().iteratorCharSequence();
        while (fields.hasNext()) {
            var field = fields.next();
            octets += FIELD + field.getKey().length() + field.getValue().length();
        }
        return octets;
    }

    /** The status for a request that could not be decoded. */
    public static int statusOf(Throwable cause) {
        return switch (cause) {
            case TooLongHttpLineException _ -> URI_TOO_LONG;
            case TooLongHttpHeaderException _, TooLongFrameException _ -> FIELDS_TOO_LARGE;
            default -> BAD_REQUEST;
        };
    }

    private static boolean isAmbiguous(HttpHeaders fields) {
        List<String> codings = fields.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        List<String> lengths = fields.getAll(HttpHeaderNames.CONTENT_LENGTH);
        boolean chunked = codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked");
        return (!codings.isEmpty() && (!chunked || !lengths.isEmpty()))
                || lengths.size() > 1
                || lengths.stream().anyMatch(length -> !isDigits(length));
    }

    /** Whether the text consists of characters of a host and a port (RFC 3986 §3.2.2, §3.2.3). */
    private static boolean isHost(String text) {
        return text.chars()
                .allMatch(c -> (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || "-._~%!$&'()*+,;=:[]".indexOf(c) >= 0);
    }

    private static boolean isDigits(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
