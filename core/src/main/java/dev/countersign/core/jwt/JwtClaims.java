package dev.countersign.core.jwt;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The claims of a JWT, independent of its signature. */
public record JwtClaims(Map<String, Object> values) {

    /** The {@code sub} claim; empty when it is absent, empty or not a string. */
    public Optional<String> subject() {
        return values.get("sub") instanceof String sub && !sub.isEmpty() ? Optional.of(sub) : Optional.empty();
    }

    /** The {@code exp} claim; empty when it is absent or malformed. */
    public Optional<Instant> expiry() {
        return claimed(ClaimValue.date(values, "exp"));
    }

    /** The {@code iat} claim; empty when it is absent or malformed. */
    public Optional<Instant> issuedAt() {
        return claimed(ClaimValue.date(values, "iat"));
    }

    /** The {@code jti} claim; empty when it is absent or malformed. */
    public Optional<String> id() {
        return claimed(ClaimValue.text(values, "jti"));
    }

    private static <T> Optional<T> claimed(ClaimValue<T> value) {
        return value instanceof ClaimValue.Present<T>(T claimed) ? Optional.of(claimed) : Optional.empty();
    }
}
