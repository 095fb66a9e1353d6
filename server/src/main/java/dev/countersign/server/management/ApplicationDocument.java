package dev.countersign.server.management;

import dev.countersign.core.client.ClientKeys;
import dev.countersign.core.client.ClientSecret;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.GrantType;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An application as JSON. Of its secrets it names ids and dates, never a hash. */
public final class ApplicationDocument {
    private ApplicationDocument() {}

    /** Every member, in the order in which they are documented; when secrets were last used is not known. */
    public static Map<String, Object> of(RegisteredClient application) {
        return of(application, Map.of());
    }

    /**
     * Every member, in the order in which they are documented.
     *
     * @param lastUses by the id of the secret
     */
    public static Map<String, Object> of(RegisteredClient application, Map<String, Instant> lastUses) {
        var document = new LinkedHashMap<String, Object>();
        document.put("id", application.id().value());
        document.put("name", application.name());
        document.put("enabled", application.enabled());
        document.put("client_id", application.clientId().value());
        document.put(
                "token_endpoint_auth_method", application.authenticationMethod().value());
        document.put("token_endpoint_auth_signing_alg", algorithm(application));
        document.put("jwks", jwks(application));
        document.put("jwks_url", jwksUrl(application));
        document.put(
                "grant_types",
                application.grantTypes().stream().sorted().map(GrantType::value).toList());
        document.put(
                "trusted_token_issuers",
                JsonValues.orNull(application
                        .trustedIssuers()
                        .map(names -> names.stream().sorted().toList())));
        document.put("scopes", List.copyOf(application.scopes().tokens()));
        document.put("default_scopes", List.copyOf(application.defaultScopes().tokens()));
        document.put(
                "audiences",
                application.audiences().stream().map(Audience::value).toList());
        document.put(
                "introspect_audiences",
                application.introspectAudiences().stream().map(Audience::value).toList());
        document.put("access_token", accessToken(application));
        document.put(
                "refresh_token",
                JsonValues.object(
                        "enabled",
                        application.refreshToken().enabled(),
                        "lifetime_seconds",
                        application.refreshToken().lifetime().toSeconds()));
        document.put(
                "secrets",
                application.secrets().stream()
                        .map(secret -> of(secret, lastUses))
                        .toList());
        document.put("created_at", application.createdAt().toString());
        document.put("updated_at", application.updatedAt().toString());
        return document;
    }

    private static Object algorithm(RegisteredClient application) {
        return JsonValues.orNull(
                application.keys().flatMap(ClientKeys::algorithm).map(Algorithm::value));
    }

    private static Object jwks(RegisteredClient application) {
        return application.keys().map(ClientKeys::source).orElse(null) instanceof ClientKeys.Source.Inline(String json)
                ? JsonValues.parsed(json)
                : JsonNull.NULL;
    }

    private static Object jwksUrl(RegisteredClient application) {
        return application.keys().map(ClientKeys::source).orElse(null) instanceof ClientKeys.Source.Url(var url)
                ? url.toString()
                : JsonNull.NULL;
    }

    private static Map<String, Object> accessToken(RegisteredClient application) {
        var settings = new LinkedHashMap<String, Object>();
        settings.put("type", application.accessToken().type().value());
        settings.put("lifetime_seconds", application.accessToken().lifetime().toSeconds());
        settings.put("signing_alg", application.accessToken().signingAlgorithm().value());
        settings.put("typ", application.accessToken().typ().value());
        return settings;
    }

    private static Map<String, Object> of(ClientSecret secret, Map<String, Instant> lastUses) {
        Optional<Instant> lastUse =
                Optional.ofNullable(lastUses.get(secret.id())).or(secret::lastUsedAt);
        var document = new LinkedHashMap<String, Object>();
        document.put("id", secret.id());
        document.put("created_at", secret.createdAt().toString());
        document.put("expires_at", JsonValues.orNull(secret.expiresAt().map(Instant::toString)));
        document.put("last_used_at", JsonValues.orNull(lastUse.map(Instant::toString)));
        return document;
    }
}
