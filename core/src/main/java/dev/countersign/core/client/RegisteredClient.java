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
 * An application: an OAuth client and its permitted access (RFC 6749 §2).
 *
 * @param clientId given or generated at registration; never changes
 */
public record RegisteredClient(
        ApplicationId id,
        String name,
        boolean enabled,
        ClientId clientId,
        Credentials credentials,
        Access access,
        Tokens tokens,
        Instant createdAt,
        Instant updatedAt) {

    /** Largest number of active secrets: the current one and its replacement. */
    public static final int MOST_SECRETS = 2;

    /** Whether the application may present assertions of the issuer with this name. */
    public boolean mayUseIssuer(String issuerName) {
        return access.trustedIssuers().isEmpty() || access.names(issuerName);
    }

    /**
     * Whether the application may use the grant (RFC 7521 §4.1). Refresh tokens derive from assertions, so that
     * removing the grant for assertions ends them too.
     */
    public boolean mayUse(GrantType type) {
        return type == GrantType.REFRESH_TOKEN
                ? tokens.refreshToken().enabled() && access.grantTypes().contains(GrantType.JWT_BEARER)
                : access.grantTypes().contains(type);
    }

    /** Whether its tokens are bound to the certificate that it shows (RFC 8705 §3.4). */
    public boolean bindsCertificates() {
        return credentials.certificate().bindsTokens();
    }

    /** Whether a token request without a DPoP proof is refused (RFC 9449 §5.2). */
    public boolean requiresProof() {
        return tokens.accessToken().dpopBound();
    }

    /** The application as the owner of its keys; empty when it has none. */
    public Optional<KeyOwner> keyOwner() {
        return credentials
                .keys()
                .map(own -> new KeyOwner(
                        new KeyOwnerId(id.value()), name, own.source().keys(), updatedAt));
    }

    /**
     * Means of authentication of the application (RFC 6749 §2.3).
     *
     * @param keys its JWK set; present if and only if it authenticates with its keys or their certificates
     * @param certificate settings of the certificate that it shows in TLS
     */
    public record Credentials(
            AuthenticationMethod authenticationMethod,
            Optional<ClientKeys> keys,
            List<ClientSecret> secrets,
            ClientCertificateSettings certificate) {
        public Credentials {
            secrets = List.copyOf(secrets);
        }

        /** Credentials of an application that shows no certificate. */
        public Credentials(
                AuthenticationMethod authenticationMethod, Optional<ClientKeys> keys, List<ClientSecret> secrets) {
            this(authenticationMethod, keys, secrets, ClientCertificateSettings.NONE);
        }

        /** The source of its keys. */
        public Optional<ClientKeys.Source> keySource() {
            return keys.map(ClientKeys::source);
        }

        /** The one algorithm of its client assertions; empty means any that fits its key. */
        public Optional<Algorithm> assertionAlgorithm() {
            return keys.flatMap(ClientKeys::algorithm);
        }
    }

    /**
     * Permitted access of the application.
     *
     * @param grantTypes permitted grants besides refresh tokens
     * @param trustedIssuers the names of the issuers whose assertions it may present; an empty optional means all, an
     *     empty set none
     * @param defaultScopes scopes of a request that names none
     * @param audiences possible audiences of its tokens; empty means this server's issuer identifier
     * @param introspectAudiences audiences whose tokens it may introspect in addition to its own (RFC 7662 §4)
     * @param chaining other authorization servers for which it may get grants
     */
    public record Access(
            Set<GrantType> grantTypes,
            Optional<Set<String>> trustedIssuers,
            ScopeSet scopes,
            ScopeSet defaultScopes,
            List<Audience> audiences,
            List<Audience> introspectAudiences,
            List<ChainingTarget> chaining) {
        public Access {
            chaining = List.copyOf(chaining);
            grantTypes = UnmodifiableCopies.of(grantTypes);
            trustedIssuers = trustedIssuers.map(UnmodifiableCopies::of);
            audiences = List.copyOf(audiences);
            introspectAudiences = List.copyOf(introspectAudiences);
        }

        /** Access of an application that gets no grants for other authorization servers. */
        public Access(
                Set<GrantType> grantTypes,
                Optional<Set<String>> trustedIssuers,
                ScopeSet scopes,
                ScopeSet defaultScopes,
                List<Audience> audiences,
                List<Audience> introspectAudiences) {
            this(grantTypes, trustedIssuers, scopes, defaultScopes, audiences, introspectAudiences, List.of());
        }

        /** Whether it names the issuer of this name explicitly. */
        public boolean names(String issuerName) {
            return trustedIssuers.filter(names -> names.contains(issuerName)).isPresent();
        }
    }

    /** Settings of the tokens that are issued to the application. */
    public record Tokens(AccessTokenSettings accessToken, RefreshTokenSettings refreshToken) {}

    /**
     * Settings of refresh tokens for assertions.
     *
     * @param lifetime time from the exchange; a refresh does not prolong it
     */
    public record RefreshTokenSettings(boolean enabled, Duration lifetime) {
        /** The default: RFC 7521 §4.1 recommends no refresh tokens. */
        public static final RefreshTokenSettings NONE = new RefreshTokenSettings(false, Duration.ofDays(1));

        public RefreshTokenSettings {
            if (!lifetime.isPositive()) {
                throw new IllegalArgumentException("the lifetime of a refresh token must be positive");
            }
        }
    }

    /**
     * Settings of the application's access tokens.
     *
     * @param typ of signed tokens
     * @param dpopBound whether a token request without a DPoP proof is refused (RFC 9449 §5.2)
     */
    public record AccessTokenSettings(
            AccessTokenType type,
            Duration lifetime,
            Algorithm signingAlgorithm,
            AccessTokenTyp typ,
            boolean dpopBound) {
        public AccessTokenSettings {
            if (!lifetime.isPositive()) {
                throw new IllegalArgumentException("the lifetime of an access token must be positive");
            }
        }

        /** Settings of bearer tokens with the {@code typ} of RFC 9068. */
        public AccessTokenSettings(AccessTokenType type, Duration lifetime, Algorithm signingAlgorithm) {
            this(type, lifetime, signingAlgorithm, AccessTokenTyp.AT_JWT, false);
        }
    }
}
