package dev.countersign.server.http;

import dev.countersign.core.grant.TokenRequestHandler;
import dev.countersign.core.token.SigningKeys;
import dev.countersign.server.http.token.LoadShedder;
import dev.countersign.server.http.token.TokenParts;
import dev.countersign.server.transport.Proxies;
import dev.countersign.server.web.BearerGate;
import dev.countersign.server.web.PathService;
import java.time.Duration;
import java.util.List;

/**
 * What the HTTP server puts before the world.
 *
 * @param load what is told of the load, and tells of it
 * @param tokens how tokens are introspected and revoked
 * @param keyCache how long others may cache the keys
 * @param metrics the text of {@code /metrics}
 * @param gate who may see the metrics from elsewhere
 * @param proxies the reverse proxies whose word about their clients is taken
 * @param services what other edges serve, such as the REST API
 */
public record HttpParts(
        TokenRequestHandler tokenRequests,
        LoadShedder.Load load,
        TokenParts tokens,
        SigningKeys signingKeys,
        Duration keyCache,
        List<HealthCheck> healthChecks,
        MetricsText metrics,
        BearerGate gate,
        Proxies proxies,
        List<PathService> services) {

    public HttpParts {
        healthChecks = List.copyOf(healthChecks);
        services = List.copyOf(services);
    }
}
