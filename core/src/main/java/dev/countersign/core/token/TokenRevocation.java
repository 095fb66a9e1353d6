package dev.countersign.core.token;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.core.rejection.DependencyRejection;
import dev.countersign.core.rejection.Rejection;
import java.time.InstantSource;
import java.util.Optional;

/** How an application gives back a token of its own before it ends (RFC 7009). */
public final class TokenRevocation {
    private final LiveTokens tokens;
    private final TokenRecords records;
    private final InstantSource clock;

    public TokenRevocation(LiveTokens tokens, TokenRecords records, InstantSource clock) {
        this.tokens = tokens;
        this.records = records;
        this.clock = clock;
    }

    /**
     * Revokes the token, if it is one of this application's. What is no live token needs no revoking, and another's is
     * left alone; neither is told (RFC 7009 §2.2).
     *
     * @return why it could not be done; empty when the token is good for nothing now, or was not this application's
     */
    public Optional<Rejection> revoke(String token, RegisteredClient client, CorrelationId correlationId) {
        return switch (tokens.judge(token)) {
            case TokenState.Live(IssuedToken issued, var _)
            when issued.application().equals(client.id()) -> revoke(issued, client, correlationId);
            case TokenState.Live _, TokenState.Dead _ -> Optional.empty();
            case TokenState.Unknown(var retryAfter) ->
                Optional.of(new DependencyRejection.StoreUnavailable(retryAfter));
        };
    }

    private Optional<Rejection> revoke(IssuedToken issued, RegisteredClient client, CorrelationId correlationId) {
        var revocation = new TokenRecords.Revocation(client.clientId(), correlationId, clock.instant());
        return switch (records.revoke(issued, revocation)) {
            case TokenRecords.Revoking.Done() -> Optional.empty();
            case TokenRecords.Revoking.Unavailable(var retryAfter) ->
                Optional.of(new DependencyRejection.StoreUnavailable(retryAfter));
        };
    }
}
