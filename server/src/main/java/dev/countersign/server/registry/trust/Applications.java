package dev.countersign.server.registry.trust;

import dev.countersign.core.client.ClientSecret;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.Audience;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Applications with one thing changed. */
public final class Applications {
    private Applications() {}

    public static RegisteredClient withIssuers(RegisteredClient application, Set<String> issuerNames, Instant now) {
        return new RegisteredClient(
                application.id(),
                application.name(),
                application.enabled(),
                application.clientId(),
                application.authenticationMethod(),
                application.keys(),
                application.grantTypes(),
                Optional.of(issuerNames),
                application.scopes(),
                application.defaultScopes(),
                application.audiences(),
                application.introspectAudiences(),
                application.accessToken(),
                application.refreshToken(),
                application.secrets(),
                application.createdAt(),
                now);
    }

    public static RegisteredClient withAudiences(RegisteredClient application, List<Audience> audiences, Instant now) {
        return new RegisteredClient(
                application.id(),
                application.name(),
                application.enabled(),
                application.clientId(),
                application.authenticationMethod(),
                application.keys(),
                application.grantTypes(),
                application.trustedIssuers(),
                application.scopes(),
                application.defaultScopes(),
                audiences,
                application.introspectAudiences(),
                application.accessToken(),
                application.refreshToken(),
                application.secrets(),
                application.createdAt(),
                now);
    }

    public static RegisteredClient disabled(RegisteredClient application) {
        return new RegisteredClient(
                application.id(),
                application.name(),
                false,
                application.clientId(),
                application.authenticationMethod(),
                application.keys(),
                application.grantTypes(),
                application.trustedIssuers(),
                application.scopes(),
                application.defaultScopes(),
                application.audiences(),
                application.introspectAudiences(),
                application.accessToken(),
                application.refreshToken(),
                application.secrets(),
                application.createdAt(),
                application.updatedAt());
    }

    public static RegisteredClient withSecret(RegisteredClient application, ClientSecret secret) {
        var secrets = new ArrayList<>(application.secrets());
        secrets.add(secret);
        return withSecrets(application, secrets);
    }

    public static RegisteredClient withoutSecret(RegisteredClient application, String secretId) {
        return withSecrets(
                application,
                application.secrets().stream()
                        .filter(secret -> !secret.id().equals(secretId))
                        .toList());
    }

    public static RegisteredClient withSecrets(RegisteredClient application, List<ClientSecret> secrets) {
        return new RegisteredClient(
                application.id(),
                application.name(),
                application.enabled(),
                application.clientId(),
                application.authenticationMethod(),
                application.keys(),
                application.grantTypes(),
                application.trustedIssuers(),
                application.scopes(),
                application.defaultScopes(),
                application.audiences(),
                application.introspectAudiences(),
                application.accessToken(),
                application.refreshToken(),
                secrets,
                application.createdAt(),
                application.updatedAt());
    }
}
