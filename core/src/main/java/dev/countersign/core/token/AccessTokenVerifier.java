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
 * The resource server in us: verifies access tokens of our own that are meant for ourselves (RFC 9068 §4). What a valid
 * token may do is bounded by what its application may do now, so that taking a scope from an application or disabling it
 * counts for the tokens it already holds.
 */
public final class AccessTokenVerifier {
    private final LiveTokens tokens;

    public AccessTokenVerifier(LiveTokens tokens) {
        this.tokens = tokens;
    }

    /** What came of verifying a token. */
    public sealed interface Verification {
        /**
         * A token of ours, meant for us and valid now.
         *
         * @param clientId the application it was given to
         * @param scopes those of the token that the application still has
         * @param confirmation the key that it is bound to
         */
        record Valid(String subject, ClientId clientId, ScopeSet scopes, TokenId tokenId, Confirmation confirmation)
                implements Verification {}

        /** Anything else; the reason is told to no caller. */
        record Invalid() implements Verification {}

        /** Whether it is valid cannot be found out now, so it is not relied upon. */
        record Unknown(Duration retryAfter) implements Verification {}
    }

    /** Verifies a token as it came in a request to the server that has this snapshot. */
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

    /** A token given for an assertion administers nothing, whatever it says: an earlier version may have issued it. */
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
