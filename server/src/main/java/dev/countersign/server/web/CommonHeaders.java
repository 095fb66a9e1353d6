package dev.countersign.server.web;

import io.helidon.http.Header;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/** The filter that gives every answer its correlation id and the headers that browsers protect themselves by. */
public final class CommonHeaders implements Filter {
    /** Content is what its type says. */
    public static final Header NO_SNIFFING = HeaderValues.createCached("X-Content-Type-Options", "nosniff");
    /** Answers of APIs are never framed and load nothing; the console sets its own policy over this one. */
    private static final Header NO_CONTENT =
            HeaderValues.createCached("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");

    private static final Header NO_REFERRER = HeaderValues.createCached("Referrer-Policy", "no-referrer");
    /** One year of HTTPS only (RFC 6797 §6.1); ignored by browsers for IP addresses and over plain HTTP. */
    private static final Header HTTPS_ONLY = HeaderValues.createCached("Strict-Transport-Security", "max-age=31536000");

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        response.headers()
                .set(HeaderValues.create(
                        CorrelationIds.HEADER, CorrelationIds.next().value()))
                .set(NO_SNIFFING)
                .set(NO_CONTENT)
                .set(NO_REFERRER);
        if (request.isSecure()) {
            response.headers().set(HTTPS_ONLY);
        }
        if (request.prologue().method().equals(Method.HEAD)) {
            // the web server would send the body all the same, and the peer take it for the next answer
            response.streamFilter(Bodyless::new);
        }
        chain.proceed();
    }
}
