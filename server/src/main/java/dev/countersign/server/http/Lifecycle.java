package dev.countersign.server.http;

import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/** Whether the server is about to stop; from then on every answer asks its caller to leave. */
final class Lifecycle implements Filter {
    private volatile boolean stopping;

    boolean isStopping() {
        return stopping;
    }

    void stopping() {
        stopping = true;
    }

    /** Closes connections as their requests end (RFC 9112 §9.6), so that callers move to another node by themselves. */
    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        response.beforeSend(() -> {
            if (stopping) {
                ConnectionEnd.announce(request, response);
            }
        });
        chain.proceed();
    }
}
