package dev.countersign.server.http;

import dev.countersign.core.assertion.ServerIdentity;
import dev.countersign.core.token.SigningKeys;
import dev.countersign.server.web.BearerGate;
import io.helidon.webserver.http.HttpService;
import java.time.Duration;
import java.util.List;

/**
 * What the HTTP server puts before the world.
 *
 * @param tokens how tokens are introspected and revoked
 * @param keyCache how long others may cache the keys
 * @param metrics the text of {@code /metrics}
 * @param gate who may see the metrics from elsewhere
 * @param services what other edges serve, such as the REST API
 */
public record HttpParts(
        ServerIdentity self,
        TokenRequests tokenRequests,
        TokenParts tokens,
        SigningKeys signingKeys,
        Duration keyCache,
        List<HealthCheck> healthChecks,
        MetricsText metrics,
        BearerGate gate,
        List<HttpService> services) {
    public HttpParts {
        healthChecks = List.copyOf(healthChecks);
        services = List.copyOf(services);
    }
}
