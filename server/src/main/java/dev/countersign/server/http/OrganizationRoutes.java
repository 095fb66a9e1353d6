package dev.countersign.server.http;

import dev.countersign.core.oauth.ServerIdentity;
import dev.countersign.server.http.HttpParts.Organizations.Found;
import dev.countersign.server.http.RequestHosts.Named;
import dev.countersign.server.http.token.ErrorResponder;
import dev.countersign.server.transport.Handler;
import dev.countersign.server.transport.ServerRequest;
import dev.countersign.server.transport.ServerResponse;
import dev.countersign.server.web.CommonHeaders;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The edge of the server: the organization of a request is chosen here, by its host if that is an organization's and else
 * by the path, and nowhere else. A path below {@code /t/} of an organization that is unknown or disabled does not exist,
 * and neither does one at the host of an organization.
 */
final class OrganizationRoutes implements Handler {
    private final Handler root;
    private final String basePath;
    private final RequestHosts hosts;
    private final HttpParts.Organizations organizations;
    private final Function<HttpParts, Routes> make;
    private final ErrorResponder errors;
    private final Map<String, Made> made = new ConcurrentHashMap<>();

    /** The routes of an organization, as long as it is served by these parts. */
    private record Made(HttpParts parts, Routes routes) {}

    /**
     * Creates the edge.
     *
     * @param basePath the path of the issuer identifier of the root organization
     */
    OrganizationRoutes(
            Handler root,
            String basePath,
            RequestHosts hosts,
            HttpParts.Organizations organizations,
            Function<HttpParts, Routes> make,
            ErrorResponder errors) {
        this.root = root;
        this.basePath = basePath;
        this.hosts = hosts;
        this.organizations = organizations;
        this.make = make;
        this.errors = errors;
        organizations.onDrop(
                parts -> made.values().removeIf(known -> known.parts().equals(parts)));
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) throws IOException {
        try {
            choose(request, response);
        } catch (RuntimeException | Error fault) {
            if (response.isSent()) {
                throw fault;
            }
            CommonHeaders.set(request, response);
            errors.fault(request, response, fault);
        }
    }

    private void choose(ServerRequest request, ServerResponse response) throws IOException {
        Optional<String> slug = slug(request.path());
        switch (hosts.of(request)) {
            case Named.Misdirected() -> {
                CommonHeaders.set(request, response);
                errors.misdirected(request, response);
            }
            case Named.One(var organization)
            when slug.isPresent() || (!organization.isIssuer() && isMetadata(request.path())) -> {
                CommonHeaders.set(request, response);
                errors.notFound(request, response);
            }
            case Named.One(var organization) -> answer(organization.slug(), request, response);
            case Named.None() when slug.isPresent() -> answer(slug.get(), request, response);
            case Named.None() -> root.handle(request, response);
        }
    }

    /** The metadata are at the host of the issuer identifier alone (RFC 8414 §3.3). */
    private static boolean isMetadata(String path) {
        return path.startsWith(ServerAddresses.WELL_KNOWN) || path.startsWith(ServerAddresses.OPENID);
    }

    private void answer(String slug, ServerRequest request, ServerResponse response) throws IOException {
        switch (organizations.find(slug)) {
            case Found.Served(var parts) -> routes(slug, parts).handle(request, response);
            case Found.TooMany() -> {
                CommonHeaders.set(request, response);
                errors.tooManyRequests(request, response);
            }
            case Found.None() -> {
                made.remove(slug);
                CommonHeaders.set(request, response);
                errors.notFound(request, response);
            }
        }
    }

    private Routes routes(String slug, HttpParts parts) {
        Made known = made.get(slug);
        if (known == null || !known.parts().equals(parts)) {
            known = new Made(parts, make.apply(parts));
            made.put(slug, known);
        }
        return known.routes();
    }

    /** The segment after {@code /t/}, at the beginning of the path or after a part that may stand before it. */
    private Optional<String> slug(String path) {
        int at = path.indexOf(ServerIdentity.ORGANIZATIONS);
        if (at < 0 || !isBefore(path.substring(0, at))) {
            return Optional.empty();
        }
        int begin = at + ServerIdentity.ORGANIZATIONS.length();
        int end = path.indexOf('/', begin);
        return Optional.of(end < 0 ? path.substring(begin) : path.substring(begin, end));
    }

    private boolean isBefore(String text) {
        String rest = text;
        for (String document : List.of(ServerAddresses.WELL_KNOWN, ServerAddresses.OPENID)) {
            rest = rest.startsWith(document) ? rest.substring(document.length()) : rest;
        }
        return rest.isEmpty() || rest.equals(basePath);
    }
}
