package dev.countersign.server.http;

import dev.countersign.core.grant.TokenRequestHandler;
import dev.countersign.core.token.SigningKeys;
import dev.countersign.core.trust.TrustRegistry;
import dev.countersign.server.transport.Proxies;
import dev.countersign.server.web.BearerGate;
import dev.countersign.server.web.PathService;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * What the HTTP server puts before the world.
 *
 * @param trust the snapshot that each request is judged by, chosen when it comes in
 * @param load what is told of the load, and tells of it
 * @param tokens how tokens are introspected and revoked
 * @param keyCache how long others may cache the keys
 * @param metrics the text of {@code /metrics}
 * @param gate who may see the metrics from elsewhere
 * @param proxies the reverse proxies whose word about their clients is taken
 * @param services what other edges serve, such as the REST API
 */
public record HttpParts(
        TrustRegistry trust,
        TokenRequestHandler tokenRequests,
        Load load,
        TokenParts tokens,
        SigningKeys signingKeys,
        Duration keyCache,
        List<HealthCheck> healthChecks,
        MetricsText metrics,
        BearerGate gate,
        Proxies proxies,
        List<PathService> services) {
    /**
     * The load.
     *
     * @param waiting how many token requests wait for an issuer's keys at this moment
     * @param auditIsBehind whether audit events come faster than they can be kept
     * @param shed is told of each token request that was turned away
     */
    public record Load(IntSupplier waiting, BooleanSupplier auditIsBehind, Runnable shed) {}

    public HttpParts {
        healthChecks = List.copyOf(healthChecks);
        services = List.copyOf(services);
    }
}
