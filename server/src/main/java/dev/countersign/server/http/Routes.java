package dev.countersign.server.http;

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
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The routes of the server: exact paths first, then the services by the root that a path is below. */
final class Routes implements Handler {
    private final ErrorResponder errors;
    private final Map<String, Route> exact = new HashMap<>();
    private final List<Below> services = new ArrayList<>();

    private Routes(ErrorResponder errors) {
        this.errors = errors;
    }

    /** Handler of one path with its methods. */
    private record Route(List<String> methods, Handler handler) {
        String allowed() {
            return String.join(", ", methods);
        }
    }

    private record Below(String root, Handler handler) {
        boolean covers(String path) {
            return path.startsWith(root) && (path.length() == root.length() || path.charAt(root.length()) == '/');
        }
    }

    /** All routes; an unknown path is answered with 404. */
    static Routes of(HttpParts parts, BooleanSupplier stopping, LoadShedder shedder, ErrorResponder errors) {
        var routes = new Routes(errors);
        var addresses = ServerAddresses.of(parts.tokens().trust().current().identity());
        var tokens = new TokenResource(parts.tokens().trust(), parts.tokenRequests(), errors, shedder);
        var keys = new JwksResource(parts.signingKeys(), parts.keyCache());
        var introspection = new IntrospectionResource(parts.tokens(), parts.gate(), errors, shedder);
        var revocation = new RevocationResource(parts.tokens(), errors, shedder);
        var events = new SecurityEventResource(parts.securityEvents(), errors, shedder);
        var authorization = new AuthorizationResource(errors);
        var health = new HealthResource(parts.healthChecks(), stopping);
        // a proxy may forward or remove the path of base_url
        for (String prefix : new LinkedHashSet<>(List.of("", addresses.path()))) {
            routes.post(prefix + "/oauth2/token", tokens::post);
            routes.post(prefix + "/oauth2/introspect", introspection::post);
            routes.post(prefix + "/oauth2/revoke", revocation::post);
            routes.services.add(new Below(prefix + SecurityEventResource.ROOT, events::handle));
            routes.publish(prefix + "/oauth2/jwks", keys::get);
            routes.add(prefix + "/oauth2/authorize", List.of("GET", "HEAD", "POST"), authorization::answer);
        }
        var metadata = new MetadataResource(addresses);
        addresses.metadataPaths().forEach(path -> routes.publish(path, metadata::get));
        routes.get("/health/live", health::live);
        routes.get("/health/ready", health::ready);
        routes.get("/metrics", new MetricsResource(parts.metrics(), parts.gate())::get);
        for (PathService service : parts.services()) {
            service.roots().forEach(root -> routes.services.add(new Below(root, service)));
        }
        routes.services.sort(
                Comparator.comparingInt((Below below) -> below.root().length()).reversed());
        return routes;
    }

    private void add(String path, List<String> methods, Handler handler) {
        exact.put(path, new Route(methods, handler));
    }

    private void post(String path, Handler handler) {
        add(path, List.of("POST"), handler);
    }

    private void get(String path, Handler handler) {
        add(path, List.of("GET", "HEAD"), handler);
    }

    /** Publishes a resource that every client may read, including scripts of other origins. */
    private void publish(String path, Handler handler) {
        add(path, List.of("GET", "HEAD", "OPTIONS"), new PublicReading(handler));
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
        Route route = exact.get(request.path());
        if (route != null) {
            if (route.methods().contains(request.method())) {
                route.handler().handle(request, response);
            } else {
                errors.methodNotAllowed(request, response, route.allowed());
            }
            return;
        }
        for (Below service : services) {
            if (service.covers(request.path())) {
                service.handler().handle(request, response);
                return;
            }
        }
        errors.notFound(request, response);
    }
}
