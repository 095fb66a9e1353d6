package dev.countersign.core.client;

import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.keys.KeyOwner;
import dev.countersign.core.keys.KeyOwnerId;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.oauth.UnmodifiableCopies;
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
 * @param grantTypes what it may present beside refresh tokens
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
        RefreshTokenSettings refreshToken,
        List<ClientSecret> secrets,
        Instant createdAt,
        Instant updatedAt) {

    /** How many secrets may be live at once: the one in use and the one that replaces it. */
    public static final int MOST_SECRETS = 2;

    public RegisteredClient {
        grantTypes = UnmodifiableCopies.of(grantTypes);
        trustedIssuers = trustedIssuers.map(UnmodifiableCopies::of);
        audiences = List.copyOf(audiences);
        introspectAudiences = List.copyOf(introspectAudiences);
        secrets = List.copyOf(secrets);
    }

    /** Whether the application may present assertions of the issuer of this name. */
    public boolean mayUseIssuer(String issuerName) {
        return trustedIssuers.isEmpty() || trustedIssuers.get().contains(issuerName);
    }

    /**
     * Whether the application may use the grant (RFC 7521 §4.1). Refresh tokens come of assertions, so that taking that
     * grant from an application ends them too.
     */
    public boolean mayUse(GrantType type) {
        return type == GrantType.REFRESH_TOKEN
                ? refreshToken.enabled() && grantTypes.contains(GrantType.JWT_BEARER)
                : grantTypes.contains(type);
    }

    /** The application as the owner of the keys that verify its client assertions; empty when it has none. */
    public Optional<KeyOwner> keyOwner() {
        return keys.map(own ->
                new KeyOwner(new KeyOwnerId(id.value()), name, own.source().keys(), updatedAt));
    }

    /**
     * Whether the application gets refresh tokens for assertions, and how long they serve.
     *
     * @param lifetime from the exchange on; a refresh does not prolong it
     */
    public record RefreshTokenSettings(boolean enabled, Duration lifetime) {
        /** RFC 7521 §4.1 recommends none. */
        public static final RefreshTokenSettings NONE = new RefreshTokenSettings(false, Duration.ofDays(1));

        public RefreshTokenSettings {
            if (!lifetime.isPositive()) {
                throw new IllegalArgumentException("the lifetime of a refresh token must be positive");
            }
        }
    }

    /**
     * How the application's access tokens are made.
     *
     * @param typ of those that are signed
     */
    public record AccessTokenSettings(
            AccessTokenType type, Duration lifetime, Algorithm signingAlgorithm, AccessTokenTyp typ) {
        public AccessTokenSettings {
            if (!lifetime.isPositive()) {
                throw new IllegalArgumentException("the lifetime of an access token must be positive");
            }
        }

        /** Settings with the type of RFC 9068. */
        public AccessTokenSettings(AccessTokenType type, Duration lifetime, Algorithm signingAlgorithm) {
            this(type, lifetime, signingAlgorithm, AccessTokenTyp.AT_JWT);
        }
    }
}
