package dev.countersign.server.http;

import dev.countersign.server.web.CommonHeaders;
import io.helidon.http.HttpException;
import io.helidon.http.Method;
import io.helidon.http.PathMatchers;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpService;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which address is answered by whom. */
final class Routes {
    private static final Set<Method> READING = Set.of(Method.GET, Method.HEAD);

    private final ErrorResponder errors;
    private final HttpRouting.Builder routing = HttpRouting.builder();

    private Routes(ErrorResponder errors) {
        this.errors = errors;
    }

    /** All routes there are; what no route takes is answered 404. */
    static HttpRouting.Builder of(
            HttpParts parts, Lifecycle lifecycle, Connections connections, Doorkeeper doorkeeper) {
        var errors = new ErrorResponder();
        var routes = new Routes(errors);
        var addresses = ServerAddresses.of(parts.self());
        var tokens = new TokenResource(parts.tokenRequests(), errors, doorkeeper);
        var keys = new JwksResource(parts.signingKeys(), parts.keyCache());
        var introspection = new IntrospectionResource(parts.tokens(), parts.gate(), errors);
        var revocation = new RevocationResource(parts.tokens(), errors);
        var health = new HealthResource(parts.healthChecks(), lifecycle);

        routes.routing
                .addFilter(connections)
                .addFilter(new CommonHeaders())
                .addFilter(new ConnectionEnd())
                .addFilter(lifecycle)
                .addFilter(new RequestFraming(errors))
                .error(
                        HttpException.class,
                        (request, response, e) ->
                                errors.unservable(request, response, e.status().code()))
                .error(Throwable.class, errors::fault);
        // a proxy may pass the path of base_url on to us or take it away
        for (String prefix : new LinkedHashSet<>(List.of("", addresses.path()))) {
            routes.post(prefix + "/oauth2/token", tokens::post);
            routes.post(prefix + "/oauth2/introspect", introspection::post);
            routes.post(prefix + "/oauth2/revoke", revocation::post);
            routes.get(prefix + "/oauth2/jwks", keys::get);
        }
        routes.get(addresses.metadataPath(), new MetadataResource(addresses)::get);
        routes.get("/health/live", health::live);
        routes.get("/health/ready", health::ready);
        routes.get("/metrics", new MetricsResource(parts.metrics(), parts.gate())::get);
        routes.routing.register(parts.services().toArray(HttpService[]::new));
        routes.routing.any(errors::notFound);
        return routes.routing;
    }

    private void post(String path, Handler handler) {
        serve(Set.of(Method.POST), "POST", path, handler);
    }

    private void get(String path, Handler handler) {
        serve(READING, "GET, HEAD", path, handler);
    }

    private void serve(Set<Method> methods, String allowed, String path, Handler handler) {
        routing.route(methods::contains, PathMatchers.exact(path), handler);
        routing.route(
                method -> !methods.contains(method),
                PathMatchers.exact(path),
                (request, response) -> errors.methodNotAllowed(request, response, allowed));
    }
}
