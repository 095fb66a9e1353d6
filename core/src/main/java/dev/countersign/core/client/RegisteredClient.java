package dev.countersign.core.client;

import dev.countersign.core.jose.Algorithm;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.oauth.ScopeSet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An application: an OAuth client and what it may ask for (RFC 6749 §2).
 *
 * @param trustedIssuers the names of the issuers whose assertions it may present; empty optional means all of them, an
 *     empty set none
 * @param defaultScopes what a request asks for that names none
 * @param keys with which it signs its client assertions; there exactly when it authenticates by them
 * @param audiences what its tokens may be meant for; empty means our own issuer identifier
 * @param introspectAudiences whose tokens it may introspect beside its own (RFC 7662 §4)
 */
public record RegisteredClient(
        ApplicationId id,
        String name,
        boolean enabled,
        ClientId clientId,
        AuthenticationMethod authenticationMethod,
        Optional<ClientKeys> keys,
        Set<GrantType> grantTypes,
        Optional<Set<String>> trustedIssuers,
        ScopeSet scopes,
        ScopeSet defaultScopes,
        List<Audience> audiences,
        List<Audience> introspectAudiences,
        AccessTokenSettings accessToken,
        List<ClientSecret> secrets,
        Instant createdAt,
        Instant updatedAt) {

    /** How many secrets may be live at once: the one in use and the one that replaces it. */
    public static final int MOST_SECRETS = 2;

    public RegisteredClient {
        grantTypes = Set.copyOf(grantTypes);
        trustedIssuers = trustedIssuers.map(Set::copyOf);
        audiences = List.copyOf(audiences);
        introspectAudiences = List.copyOf(introspectAudiences);
        secrets = List.copyOf(secrets);
    }

    /** Whether the application may present assertions of the issuer of this name. */
    public boolean mayUseIssuer(String issuerName) {
        return trustedIssuers.isEmpty() || trustedIssuers.get().contains(issuerName);
    }

    /** How the application's access tokens are made. */
    public record AccessTokenSettings(AccessTokenType type, Duration lifetime, Algorithm signingAlgorithm) {
        public AccessTokenSettings {
            if (!lifetime.isPositive()) {
                throw new IllegalArgumentException("the lifetime of an access token must be positive");
            }
        }
    }
}
