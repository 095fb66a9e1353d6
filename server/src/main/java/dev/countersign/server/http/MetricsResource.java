package dev.countersign.server.http;

import dev.countersign.server.web.Answers;
import dev.countersign.server.web.BearerGate;
import dev.countersign.server.web.Peer;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** The metrics: for everybody on this machine, and for administrators from elsewhere. */
final class MetricsResource {
    private static final String SCOPE = "admin:read";
    private static final Header PROMETHEUS_TEXT =
            HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");

    private final MetricsText metrics;
    private final BearerGate gate;

    MetricsResource(MetricsText metrics, BearerGate gate) {
        this.metrics = metrics;
        this.gate = gate;
    }

    void get(ServerRequest request, ServerResponse response) throws IOException {
        if (Peer.isLocal(request) || gate.admit(request, response, SCOPE).isPresent()) {
            var text = new ByteArrayOutputStream(32 * 1024);
            metrics.writeTo(text);
            response.header(PROMETHEUS_TEXT).header(Answers.NO_STORE).send(text.toByteArray());
        }
    }
}
