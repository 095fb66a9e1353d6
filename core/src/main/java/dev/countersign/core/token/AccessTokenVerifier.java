package dev.countersign.core.token;

import dev.countersign.core.client.ClientDirectory;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.oauth.IssuerIdentifier;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.oauth.TokenId;
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
    private final IssuerIdentifier self;
    private final LiveTokens tokens;
    private final ClientDirectory clients;

    public AccessTokenVerifier(IssuerIdentifier self, LiveTokens tokens, ClientDirectory clients) {
        this.self = self;
        this.tokens = tokens;
        this.clients = clients;
    }

    /** What came of verifying a token. */
    public sealed interface Verification {
        /**
         * A token of ours, meant for us and valid now.
         *
         * @param clientId the application it was given to
         * @param scopes those of the token that the application still has
         */
        record Valid(String subject, ClientId clientId, ScopeSet scopes, TokenId tokenId) implements Verification {}

        /** Anything else; why is nobody's business outside. */
        record Invalid() implements Verification {}

        /** Whether it is valid cannot be found out now, so it is not relied upon. */
        record Unknown(Duration retryAfter) implements Verification {}
    }

    /** Verifies a token as it came in a request. */
    public Verification verify(String token) {
        return switch (tokens.judge(token)) {
            case TokenState.Live(var issued, var claims) -> claims(issued, claims);
            case TokenState.Dead() -> new Verification.Invalid();
            case TokenState.Unknown(var retryAfter) -> new Verification.Unknown(retryAfter);
        };
    }

    private Verification claims(IssuedToken issued, Map<String, Object> claims) {
        if (!isForUs(claims.get("aud"))) {
            return new Verification.Invalid();
        }
        if (claims.get("sub") instanceof String subject
                && claims.get("client_id") instanceof String clientId
                && !clientId.isEmpty()
                && claims.get("jti") instanceof String id
                && claims.getOrDefault("scope", "") instanceof String scope) {
            return ofApplication(
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

    private Verification ofApplication(String subject, ClientId clientId, Optional<ScopeSet> scopes, TokenId id) {
        Optional<RegisteredClient> application = clients.client(clientId).filter(RegisteredClient::enabled);
        if (application.isEmpty() || scopes.isEmpty()) {
            return new Verification.Invalid();
        }
        ScopeSet effective = scopes.get().intersect(application.get().scopes());
        return new Verification.Valid(subject, clientId, effective, id);
    }

    private boolean isForUs(@Nullable Object audience) {
        return switch (audience) {
            case String one -> one.equals(self.value());
            case List<?> several -> several.contains(self.value());
            case null, default -> false;
        };
    }
}
