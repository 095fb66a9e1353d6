package dev.countersign.core.token;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.oauth.Confirmation;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.oauth.ServerIdentity;
import dev.countersign.core.oauth.TokenId;
import dev.countersign.core.trust.TrustSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Verifier of this server's own access tokens at its protected endpoints (RFC 9068 §4). The access of a valid token is
 * limited by the current access of its application, so that removing a scope from an application or disabling it
 * affects the tokens it already holds.
 */
public final class AccessTokenVerifier {
    private final LiveTokens tokens;

    public AccessTokenVerifier(LiveTokens tokens) {
        this.tokens = tokens;
    }

    /** Outcome of verifying a token. */
    public sealed interface Verification {
        /**
         * A token of this server that is meant for it and valid now.
         *
         * @param clientId the application that it was issued to
         * @param scopes those of the token that the application still has
         * @param confirmation the key to which it is bound
         */
        record Valid(String subject, ClientId clientId, ScopeSet scopes, TokenId tokenId, Confirmation confirmation)
                implements Verification {}

        /** Anything else; the reason is told to no caller. */
        record Invalid() implements Verification {}

        /** Failure: the validity cannot be determined now, so the token is not accepted. */
        record Unknown(Duration retryAfter) implements Verification {}
    }

    /** Verifies the token of a request to the server with this snapshot. */
    public Verification verify(TrustSnapshot trust, String token) {
        return switch (tokens.judge(trust, token)) {
            case TokenState.Live(var issued, var claims) -> claims(trust, issued, claims);
            case TokenState.Dead() -> new Verification.Invalid();
            case TokenState.Unknown(var retryAfter) -> new Verification.Unknown(retryAfter);
        };
    }

    private static Verification claims(TrustSnapshot trust, IssuedToken issued, Map<String, Object> claims) {
        if (!isForUs(claims.get("aud"), trust.identity())) {
            return new Verification.Invalid();
        }
        if (claims.get("sub") instanceof String subject
                && claims.get("client_id") instanceof String clientId
                && !clientId.isEmpty()
                && claims.get("jti") instanceof String id
                && claims.getOrDefault("scope", "") instanceof String scope) {
            return ofApplication(
                    trust,
                    issued,
                    subject,
                    new ClientId(clientId),
                    ScopeSet.parse(scope).map(scopes -> effective(scopes, issued)),
                    new TokenId(id));
        }
        return new Verification.Invalid();
    }

    /** A token issued for an assertion has no administration scopes, even if an earlier version included them. */
    private static ScopeSet effective(ScopeSet scopes, IssuedToken issued) {
        return issued.issuer().isPresent() ? scopes.withoutAdministrative() : scopes;
    }

    private static Verification ofApplication(
            TrustSnapshot trust,
            IssuedToken issued,
            String subject,
            ClientId clientId,
            Optional<ScopeSet> scopes,
            TokenId id) {
        Optional<RegisteredClient> application = trust.client(clientId).filter(RegisteredClient::enabled);
        if (application.isEmpty() || scopes.isEmpty()) {
            return new Verification.Invalid();
        }
        ScopeSet effective = scopes.get().intersect(application.get().scopes());
        return new Verification.Valid(subject, clientId, effective, id, issued.confirmation());
    }

    private static boolean isForUs(@Nullable Object audience, ServerIdentity self) {
        return switch (audience) {
            case String one -> one.equals(self.issuer().value());
            case List<?> several -> several.contains(self.issuer().value());
            case null, default -> false;
        };
    }
}
