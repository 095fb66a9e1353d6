package dev.countersign.core.grant;

import dev.countersign.core.grant.Entitlement.Exchanged;
import dev.countersign.core.oauth.TokenTypeUri;
import dev.countersign.core.token.IssuedToken;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A successful token response (RFC 6749 §5.1); its string form omits the tokens.
 *
 * @param refreshToken empty where the application gets none
 * @param resources to which the token is restricted, where the grant has the response name them
 * @param issuedTokenType of a token exchange (RFC 8693 §2.2.1)
 */
public record TokenResponse(
        String accessToken,
        IssuedToken token,
        Optional<String> refreshToken,
        List<String> resources,
        Optional<TokenTypeUri> issuedTokenType,
        String tokenType) {
    /** RFC 8693 §2.2.1. */
    private static final String NO_ACCESS_TOKEN = "N_A";

    public TokenResponse {
        resources = List.copyOf(resources);
    }

    /** A response that names no resources. */
    public TokenResponse(String accessToken, IssuedToken token, Optional<String> refreshToken) {
        this(accessToken, token, refreshToken, List.of());
    }

    /** A response by another grant than token exchange. */
    public TokenResponse(String accessToken, IssuedToken token, Optional<String> refreshToken, List<String> resources) {
        this(
                accessToken,
                token,
                refreshToken,
                resources,
                Optional.empty(),
                token.confirmation().tokenType());
    }

    /** The same by a token exchange. */
    TokenResponse of(Exchanged exchange) {
        return new TokenResponse(
                accessToken,
                token,
                refreshToken,
                resources,
                Optional.of(exchange.issued()),
                exchange.target().isPresent() ? NO_ACCESS_TOKEN : tokenType);
    }

    /** {@code expires_in}. */
    public Duration lifetime() {
        return Duration.between(token.issuedAt(), token.expiresAt());
    }

    @Override
    public String toString() {
        return "TokenResponse[" + token.id() + "]";
    }
}
