package dev.countersign.server.http;

import dev.countersign.core.event.SecurityEventReceiver;
import dev.countersign.core.grant.TokenRequestHandler;
import dev.countersign.core.token.SigningKeys;
import dev.countersign.server.http.token.LoadShedder;
import dev.countersign.server.http.token.TokenParts;
import dev.countersign.server.transport.Proxies;
import dev.countersign.server.transport.tls.CertificateFiles;
import dev.countersign.server.web.BearerGate;
import dev.countersign.server.web.PathService;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Services behind the endpoints of the HTTP server.
 *
 * @param load measurements of the load, and their report
 * @param tokens introspection and revocation of tokens
 * @param keyCache how long clients may cache the keys
 * @param metrics the text of {@code /metrics}
 * @param gate access control of introspection and of {@code /metrics}, by access tokens
 * @param securityEvents receiver of what trusted token issuers push
 * @param proxies the reverse proxies whose forwarding headers are trusted
 * @param services further services, such as the REST API
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
        SecurityEventReceiver securityEvents,
        Proxies proxies,
        List<PathService> services) {

    /** The other organizations of the server. */
    @FunctionalInterface
    public interface Organizations {
        /** Finds the organization with this slug, for one request. */
        Found find(String slug);

        /** The organization with this host name in lower case, whether it is served or not. */
        default Optional<AtHost> atHost(String name) {
            return Optional.empty();
        }

        /** The files of the own TLS certificate of a host of an organization; empty for any other name. */
        default Optional<CertificateFiles> certificate(String host) {
            return Optional.empty();
        }

        /** Has the listener called with the services of an organization that are used no more. */
        default void onDrop(Consumer<HttpParts> listener) {}

        /**
         * An organization at one of its host names.
         *
         * @param isIssuer whether it is the host of the issuer identifier
         */
        record AtHost(String slug, boolean isIssuer) {}

        /** Result of finding an organization. */
        sealed interface Found {
            /**
             * An organization that is served.
             *
             * @param parts its services, equal while it lasts
             */
            record Served(HttpParts parts) implements Found {}

            /** The organization has reached its limit of requests. */
            record TooMany() implements Found {}

            /** There is no such organization, or it is disabled. */
            record None() implements Found {}
        }
    }

    public HttpParts {
        healthChecks = List.copyOf(healthChecks);
        services = List.copyOf(services);
    }
}
