package dev.countersign.server.console.fix;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.trust.TrustedIssuer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A refused token request, as far as it is known: the audit keeps neither headers nor claims.
 *
 * @param header of the JWT, not verified; empty when it is not known
 * @param claims of the JWT, not verified; empty when they are not known
 * @param scope that was requested
 * @param at the time of the refusal
 */
public record Refusal(
        RejectionCode code,
        Optional<TrustedIssuer> issuer,
        Optional<RegisteredClient> application,
        Map<String, Object> header,
        Map<String, Object> claims,
        Optional<String> scope,
        Instant at) {
    /** Longer values are not proposed: a setting with one would be refused. */
    private static final int LONGEST = 255;

    Optional<String> header(String name) {
        return text(header.get(name));
    }

    /** A claim that is a text, or the only element of a list. */
    Optional<String> claim(String name) {
        Object value = claims.get(name);
        return text(value instanceof List<?> list && list.size() == 1 ? list.getFirst() : value);
    }

    /** A claim that is a time in seconds since 1970. */
    Optional<Instant> time(String name) {
        return claims.get(name) instanceof Number seconds
                        && Math.abs(seconds.doubleValue()) < Instant.MAX.getEpochSecond()
                ? Optional.of(Instant.ofEpochSecond(seconds.longValue()))
                : Optional.empty();
    }

    private static Optional<String> text(@Nullable Object value) {
        return value instanceof String text && !text.isBlank() && text.length() <= LONGEST
                ? Optional.of(text)
                : Optional.empty();
    }
}
