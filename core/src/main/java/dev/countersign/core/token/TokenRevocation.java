package dev.countersign.core.token;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.core.rejection.DependencyRejection;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.trust.TrustSnapshot;
import java.time.InstantSource;
import java.util.Optional;

/** The revocation of a token by the application that holds it (RFC 7009). */
public final class TokenRevocation {
    private final LiveTokens tokens;
    private final TokenRecords records;
    private final RefreshTokens refreshTokens;
    private final InstantSource clock;

    public TokenRevocation(LiveTokens tokens, TokenRecords records, RefreshTokens refreshTokens, InstantSource clock) {
        this.tokens = tokens;
        this.records = records;
        this.refreshTokens = refreshTokens;
        this.clock = clock;
    }

    /**
     * Revokes the token, if it belongs to this application. A refresh token is revoked with all tokens derived from it.
     * An invalid token needs no revocation, and the token of another application is not changed; the response is the
     * same in all cases (RFC 7009 §2.2).
     *
     * @return the reason of a failure; empty when the token is invalid now, or does not belong to this application
     */
    public Optional<Rejection> revoke(
            TrustSnapshot trust, String token, RegisteredClient client, CorrelationId correlationId) {
        return switch (tokens.judge(trust, token)) {
            case TokenState.Live(IssuedToken issued, var _)
            when issued.application().equals(client.id()) -> revoke(issued, client, correlationId);
            case TokenState.Live _ -> Optional.empty();
            case TokenState.Dead _ -> revokeFamily(token, client, correlationId);
            case TokenState.Unknown(var retryAfter) ->
                Optional.of(new DependencyRejection.StoreUnavailable(retryAfter));
        };
    }

    /**
     * Revokes a refresh token with all tokens derived from it, even when it is not the newest of its family (RFC 7009
     * §2.1).
     */
    private Optional<Rejection> revokeFamily(String token, RegisteredClient client, CorrelationId correlationId) {
        return switch (refreshTokens.find(Sha256.ofUtf8(token))) {
            case RefreshTokens.Lookup.Found(var family, var standing)
            when standing != RefreshTokens.Standing.REVOKED
                    && family.application().equals(client.id()) ->
                failure(refreshTokens.revoke(
                        family, RefreshTokens.Cause.GIVEN_BACK, revocation(client, correlationId)));
            case RefreshTokens.Lookup.Found _, RefreshTokens.Lookup.None _ -> Optional.empty();
            case RefreshTokens.Lookup.Unavailable(var retryAfter) ->
                Optional.of(new DependencyRejection.StoreUnavailable(retryAfter));
        };
    }

    private Optional<Rejection> revoke(IssuedToken issued, RegisteredClient client, CorrelationId correlationId) {
        return failure(records.revoke(issued, revocation(client, correlationId)));
    }

    private TokenRecords.Revocation revocation(RegisteredClient client, CorrelationId correlationId) {
        return new TokenRecords.Revocation(client.clientId(), correlationId, clock.instant());
    }

    private static Optional<Rejection> failure(TokenRecords.Revoking revoking) {
        return switch (revoking) {
            case TokenRecords.Revoking.Done() -> Optional.empty();
            case TokenRecords.Revoking.Unavailable(var retryAfter) ->
                Optional.of(new DependencyRejection.StoreUnavailable(retryAfter));
        };
    }
}
