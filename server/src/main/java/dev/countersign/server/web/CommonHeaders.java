package dev.countersign.server.web;

import dev.countersign.server.transport.Header;
import dev.countersign.server.transport.ServerRequest;
import dev.countersign.server.transport.ServerResponse;

/** The headers of every response: its correlation id, and the security headers for browsers. */
public final class CommonHeaders {
    /** Browsers must not guess the type of content. */
    public static final Header NO_SNIFFING = new Header("X-Content-Type-Options", "nosniff");
    /** Responses of APIs are not framed and load nothing; the console replaces this by its own policy. */
    private static final Header NO_CONTENT =
            new Header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");

    private static final Header NO_REFERRER = new Header("Referrer-Policy", "no-referrer");
    /** One year of HTTPS only (RFC 6797 §6.1); ignored by browsers for IP addresses and over plain HTTP. */
    private static final Header HTTPS_ONLY = new Header("Strict-Transport-Security", "max-age=31536000");

    private CommonHeaders() {}

    /** Sets the headers, with a new correlation id. */
    public static void set(ServerRequest request, ServerResponse response) {
        response.header(CorrelationIds.HEADER, CorrelationIds.next().value())
                .header(NO_SNIFFING)
                .header(NO_CONTENT)
                .header(NO_REFERRER);
        if (request.isSecure()) {
            response.header(HTTPS_ONLY);
        }
    }
}
