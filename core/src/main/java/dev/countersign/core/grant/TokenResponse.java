package dev.countersign.core.grant;

import dev.countersign.core.token.IssuedToken;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A successful token response (RFC 6749 §5.1); its string form omits the tokens.
 *
 * @param refreshToken empty where the application gets none
 * @param resources to which the token is restricted, where the grant has the response name them
 */
public record TokenResponse(
        String accessToken, IssuedToken token, Optional<String> refreshToken, List<String> resources) {
    public TokenResponse {
        resources = List.copyOf(resources);
    }

    /** A response that names no resources. */
    public TokenResponse(String accessToken, IssuedToken token, Optional<String> refreshToken) {
        this(accessToken, token, refreshToken, List.of());
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
