package dev.countersign.server.http;

import dev.countersign.core.oauth.ServerIdentity;
import dev.countersign.server.http.token.AuthorizationResource;
import dev.countersign.server.http.token.ErrorResponder;
import dev.countersign.server.http.token.IntrospectionResource;
import dev.countersign.server.http.token.LoadShedder;
import dev.countersign.server.http.token.RevocationResource;
import dev.countersign.server.http.token.TokenResource;
import dev.countersign.server.transport.Handler;
import dev.countersign.server.transport.ServerRequest;
import dev.countersign.server.transport.ServerResponse;
import dev.countersign.server.web.CommonHeaders;
import dev.countersign.server.web.PathService;
import dev.countersign.server.web.Routed;
import dev.countersign.server.web.Router;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The routes of the server: exact paths first, then the services by the root that a path is below. */
final class Routes implements Handler {
    private final ErrorResponder errors;
    private final Router<Line> router;
    private final List<Below> services;

    private Routes(ErrorResponder errors, List<Line> lines, List<PathService> services) {
        this.errors = errors;
        this.router = new Router<>(lines);
        this.services = services.stream()
                .flatMap(service -> service.roots().stream().map(root -> new Below(root, service)))
                .sorted(Comparator.comparingInt((Below below) -> below.root().length())
                        .reversed())
                .toList();
    }

    private record Line(String method, String path, Handler handler) implements Routed {}

    private record Below(String root, PathService handler) {
        boolean covers(ServerRequest request) {
            return (handler.acceptsCertificates() || !request.isMutualTls())
                    && PathService.isBelow(request.path(), root);
        }
    }

    /** All routes; an unknown path is answered with 404. */
    static Routes of(HttpParts parts, BooleanSupplier stopping, LoadShedder shedder, ErrorResponder errors) {
        ServerIdentity self = parts.tokens().trust().current().identity();
        var addresses = ServerAddresses.of(self);
        var tokens = new TokenResource(parts.tokens(), parts.tokenRequests(), errors, shedder);
        var keys = new JwksResource(parts.signingKeys(), parts.keyCache());
        var introspection = new IntrospectionResource(parts.tokens(), parts.gate(), errors, shedder);
        var revocation = new RevocationResource(parts.tokens(), errors, shedder);
        var events = new SecurityEventResource(parts.securityEvents(), errors, shedder);
        var authorization = new AuthorizationResource(errors);
        var health = new HealthResource(parts.healthChecks(), stopping);
        var lines = new ArrayList<Line>();
        for (String prefix : self.servedPaths()) {
            lines.add(new Line("POST", prefix + "/oauth2/token", tokens::post));
            lines.add(new Line("POST", prefix + "/oauth2/introspect", introspection::post));
            lines.add(new Line("POST", prefix + "/oauth2/revoke", revocation::post));
            publish(lines, prefix + "/oauth2/jwks", keys::get);
            lines.add(new Line("GET", prefix + "/oauth2/authorize", authorization::answer));
            lines.add(new Line("POST", prefix + "/oauth2/authorize", authorization::answer));
            lines.add(new Line("POST", prefix + "/events/{issuer}", events::post));
        }
        var metadata = new MetadataResource(
                addresses,
                parts.tokens().trust(),
                self.mutualTlsPort().isPresent()
                        || parts.tokens().certificates().haveProxies());
        addresses.metadataPaths().forEach(path -> publish(lines, path, metadata::get));
        if (self.organizationPath().isEmpty()) {
            lines.add(new Line("GET", "/health/live", health::live));
            lines.add(new Line("GET", "/health/ready", health::ready));
            lines.add(new Line("GET", "/metrics", new MetricsResource(parts.metrics(), parts.gate())::get));
        }
        return new Routes(errors, lines, parts.services());
    }

    /** Publishes a resource that every client may read, including scripts of other origins. */
    private static void publish(List<Line> lines, String path, Handler handler) {
        var reading = new PublicReading(handler);
        lines.add(new Line("GET", path, reading));
        lines.add(new Line("OPTIONS", path, reading));
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) throws IOException {
        CommonHeaders.set(request, response);
        try {
            route(request, response);
        } catch (RuntimeException | Error fault) {
            if (response.isSent()) {
                throw fault;
            }
            errors.fault(request, response, fault);
        }
    }

    private void route(ServerRequest request, ServerResponse response) throws IOException {
        switch (router.find(request.method(), request.path())) {
            case Router.Match.Found<Line>(var line, var _) -> line.handler().handle(request, response);
            case Router.Match.OtherMethods<Line>(var allowed) -> errors.methodNotAllowed(request, response, allowed);
            case Router.Match.NoRoute<Line>() -> service(request).handle(request, response);
        }
    }

    private Handler service(ServerRequest request) {
        for (Below service : services) {
            if (service.covers(request)) {
                return service.handler();
            }
        }
        return errors::notFound;
    }
}
