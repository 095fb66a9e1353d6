package dev.countersign.server.http;

import dev.countersign.server.transport.Header;
import dev.countersign.server.transport.ServerRequest;
import dev.countersign.server.transport.ServerResponse;
import dev.countersign.server.web.BearerGate;
import dev.countersign.server.web.Peer;
import dev.countersign.server.web.Responses;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** The metrics: for all callers on this machine, and for administrators on other hosts. */
final class MetricsResource {
    private static final String SCOPE = "admin:read";

    private final MetricsText metrics;
    private final BearerGate gate;

    MetricsResource(MetricsText metrics, BearerGate gate) {
        this.metrics = metrics;
        this.gate = gate;
    }

    void get(ServerRequest request, ServerResponse response) throws IOException {
        if (Peer.isLocal(request) || gate.admit(request, response, SCOPE).isPresent()) {
            var text = new ByteArrayOutputStream(32 * 1024);
            String type =
                    metrics.writeTo(text, String.join(",", request.headers().values("Accept")));
            response.header(new Header("Content-Type", type))
                    .header(Responses.NO_STORE)
                    .send(text.toByteArray());
        }
    }
}
