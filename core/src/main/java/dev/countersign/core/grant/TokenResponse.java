package dev.countersign.core.grant;

import dev.countersign.core.token.IssuedToken;
import java.time.Duration;
import java.util.Optional;

/**
 * A successful answer (RFC 6749 §5.1); nothing prints the tokens.
 *
 * @param refreshToken empty where the application gets none
 */
public record TokenResponse(String accessToken, IssuedToken token, Optional<String> refreshToken) {

    /** {@code expires_in}. */
    public Duration lifetime() {
        return Duration.between(token.issuedAt(), token.expiresAt());
    }

    @Override
    public String toString() {
        return "TokenResponse[" + token.id() + "]";
    }
}
