package dev.countersign.server.console.overview;

import dev.countersign.server.config.setting.EffectiveSetting;
import dev.countersign.server.config.setting.Origin;
import dev.countersign.server.console.page.ConsoleSection;
import dev.countersign.server.console.page.PageRequest;
import dev.countersign.server.console.page.PageResponse;
import dev.countersign.server.console.page.Route;
import dev.countersign.server.console.page.ServerFacts;
import dev.countersign.server.people.Role;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Read-only page of the server's configuration, which is changed where the server runs. */
public record SettingsSection(ServerFacts server) implements ConsoleSection {

    /**
     * Model of the page.
     *
     * @param settings empty for users who may not see them
     */
    public record Page(
            ServerFacts server, String javaVersion, List<Endpoint> endpoints, List<EffectiveSetting> settings) {
        /** The settings that have a value of this installation. */
        public List<EffectiveSetting> own() {
            return settings.stream()
                    .filter(setting -> !(setting.origin() instanceof Origin.BuiltIn))
                    .toList();
        }

        /** The settings that have their default. */
        public List<EffectiveSetting> defaults() {
            return settings.stream()
                    .filter(setting -> setting.origin() instanceof Origin.BuiltIn)
                    .toList();
        }
    }

    /** An endpoint URL to copy. */
    public record Endpoint(String id, String name, String url) {}

    @Override
    public List<Route> routes() {
        return List.of(Route.page("/settings", this::show));
    }

    private PageResponse show(PageRequest request) {
        List<EffectiveSetting> settings = request.may(Role.EDITOR) ? server.settings() : List.of();
        return PageResponse.page(
                "Settings",
                "/settings",
                "settings.jte",
                new Page(server, Runtime.version().toString(), endpoints(), settings));
    }

    private List<Endpoint> endpoints() {
        return List.of(
                new Endpoint("issuer", "Issuer identifier", server.baseUrl()),
                new Endpoint("token", "Token endpoint", server.endpoint("/oauth2/token")),
                new Endpoint("jwks", "Public keys (JWKS)", server.endpoint("/oauth2/jwks")),
                new Endpoint("metadata", "Server metadata (RFC 8414)", metadata()),
                new Endpoint("api", "REST API", server.endpoint("/api/v1")),
                new Endpoint("openapi", "REST API description (OpenAPI)", server.endpoint("/api/v1/openapi.json")),
                new Endpoint("live", "Liveness", server.endpoint("/health/live")),
                new Endpoint("ready", "Readiness", server.endpoint("/health/ready")),
                new Endpoint("metrics", "Metrics", server.endpoint("/metrics")));
    }

    /** RFC 8414 §3.1: the well-known part precedes the path of the issuer identifier. */
    private String metadata() {
        URI base = URI.create(server.endpoint(""));
        String path = Optional.ofNullable(base.getRawPath()).orElse("");
        return base.getScheme() + "://" + base.getRawAuthority() + "/.well-known/oauth-authorization-server" + path;
    }
}
