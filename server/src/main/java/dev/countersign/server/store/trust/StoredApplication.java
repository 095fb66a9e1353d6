package dev.countersign.server.store.trust;

import dev.countersign.core.client.AccessTokenTyp;
import dev.countersign.core.client.AccessTokenType;
import dev.countersign.core.client.AuthenticationMethod;
import dev.countersign.core.client.ClientKeys;
import dev.countersign.core.client.ClientSecret;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.client.RegisteredClient.AccessTokenSettings;
import dev.countersign.core.client.RegisteredClient.RefreshTokenSettings;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.oauth.UnmodifiableCopies;
import dev.countersign.server.store.column.ColumnJson;
import dev.countersign.server.store.column.StoredMembers;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/**
 * An application as the JSON text of its column, without its secrets, which have a table of their own. A member that an
 * older version did not write has the strictest value there is.
 */
final class StoredApplication {
    /** Grows when a reader of the form before would misunderstand the new one. */
    private static final int FORM = 1;

    private StoredApplication() {}

    static String write(RegisteredClient application) {
        ObjectNode document = ColumnJson.object();
        document.put("form", FORM)
                .put("id", application.id().value())
                .put("name", application.name())
                .put("enabled", application.enabled())
                .put("client_id", application.clientId().value())
                .put("authentication_method", application.authenticationMethod().value());
        ColumnJson.put(
                document,
                "grant_types",
                application.grantTypes().stream().map(GrantType::value).sorted());
        document.put("all_issuers", application.trustedIssuers().isEmpty());
        application
                .trustedIssuers()
                .ifPresent(names -> ColumnJson.put(
                        document, "trusted_issuers", names.stream().sorted()));
        ColumnJson.put(document, "scopes", application.scopes().tokens().stream());
        ColumnJson.put(document, "default_scopes", application.defaultScopes().tokens().stream());
        ColumnJson.put(document, "audiences", application.audiences().stream().map(Audience::value));
        ColumnJson.put(
                document,
                "introspect_audiences",
                application.introspectAudiences().stream().map(Audience::value));
        application.keys().ifPresent(keys -> write(document, keys));
        document.put("token_type", application.accessToken().type().value())
                .put("token_lifetime", application.accessToken().lifetime().toString())
                .put(
                        "token_algorithm",
                        application.accessToken().signingAlgorithm().value())
                .put("token_typ", application.accessToken().typ().value())
                .put("refresh_tokens", application.refreshToken().enabled())
                .put("refresh_lifetime", application.refreshToken().lifetime().toString())
                .put("created_at", application.createdAt().toString())
                .put("updated_at", application.updatedAt().toString());
        return ColumnJson.write(document);
    }

    private static void write(ObjectNode document, ClientKeys keys) {
        keys.algorithm().ifPresent(algorithm -> document.put("assertion_algorithm", algorithm.value()));
        switch (keys.source()) {
            case ClientKeys.Source.Url(var url) -> document.put("jwks_url", url.toString());
            case ClientKeys.Source.Inline(var jwks) -> document.put("jwks", jwks);
        }
    }

    /** @throws IllegalArgumentException when the text is no such document, or of a form this version does not know */
    static RegisteredClient read(String json, List<ClientSecret> secrets) {
        StoredMembers document = ColumnJson.document(json, FORM);
        String method = document.text("authentication_method");
        boolean allIssuers = document.flag("all_issuers").orElse(false);
        Set<String> issuers =
                UnmodifiableCopies.of(document.texts("trusted_issuers").orElse(List.of()));
        return new RegisteredClient(
                new ApplicationId(document.text("id")),
                document.text("name"),
                document.flag("enabled").orElse(false),
                new ClientId(document.text("client_id")),
                StoredMembers.known(AuthenticationMethod.of(method), () -> "authentication method " + method),
                keys(document),
                document.texts("grant_types").orElse(List.of()).stream()
                        .map(type -> StoredMembers.known(GrantType.of(type), () -> "grant type " + type))
                        .collect(Collectors.toSet()),
                allIssuers ? Optional.empty() : Optional.of(issuers),
                scopes(document, "scopes"),
                scopes(document, "default_scopes"),
                audiences(document, "audiences"),
                audiences(document, "introspect_audiences"),
                accessToken(document),
                refreshToken(document),
                secrets,
                document.instant("created_at"),
                document.instant("updated_at"));
    }

    private static ScopeSet scopes(StoredMembers document, String name) {
        return ScopeSet.of(document.texts(name).orElse(List.of()));
    }

    private static List<Audience> audiences(StoredMembers document, String name) {
        return document.texts(name).orElse(List.of()).stream()
                .map(Audience::new)
                .toList();
    }

    private static Optional<ClientKeys> keys(StoredMembers document) {
        Optional<Algorithm> algorithm = document.optionalText("assertion_algorithm")
                .map(name -> StoredMembers.known(Algorithm.of(name), () -> "algorithm " + name));
        return document.optionalText("jwks_url")
                .<ClientKeys.Source>map(url -> new ClientKeys.Source.Url(URI.create(url)))
                .or(() -> document.optionalText("jwks").map(ClientKeys.Source.Inline::new))
                .map(source -> new ClientKeys(algorithm, source));
    }

    private static RefreshTokenSettings refreshToken(StoredMembers document) {
        return new RefreshTokenSettings(
                document.flag("refresh_tokens").orElse(false),
                document.duration("refresh_lifetime").orElse(RefreshTokenSettings.NONE.lifetime()));
    }

    private static AccessTokenSettings accessToken(StoredMembers document) {
        String algorithm = document.text("token_algorithm");
        String type = document.optionalText("token_type").orElse(AccessTokenType.JWT.value());
        String typ = document.optionalText("token_typ").orElse(AccessTokenTyp.AT_JWT.value());
        return new AccessTokenSettings(
                StoredMembers.known(AccessTokenType.of(type), () -> "token type " + type),
                document.duration("token_lifetime")
                        .orElseThrow(() -> new IllegalArgumentException("the member token_lifetime is missing")),
                StoredMembers.known(Algorithm.of(algorithm), () -> "algorithm " + algorithm),
                StoredMembers.known(AccessTokenTyp.of(typ), () -> "typ " + typ));
    }
}
