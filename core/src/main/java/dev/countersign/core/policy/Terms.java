package dev.countersign.core.policy;

import dev.countersign.core.client.ChainingTarget;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.oauth.UnmodifiableCopies;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Terms of one grant beside the rules for all grants.
 *
 * @param scopes the most that may be granted, and the wish of a request that names none; empty means no further limit
 * @param expiresAt latest expiry of the token; empty means no further limit
 * @param claims claims that are kept from the token that is exchanged
 * @param target the other authorization server for which the token is a grant; empty for an access token
 */
public record Terms(
        Optional<ScopeSet> scopes,
        Optional<Instant> expiresAt,
        Map<String, Object> claims,
        Optional<ChainingTarget> target) {
    /** No further terms. */
    public static final Terms NONE = new Terms(Optional.empty(), Optional.empty(), Map.of(), Optional.empty());

    /** The longest lifetime of a grant for another authorization server. */
    static final Duration LONGEST_GRANT = Duration.ofMinutes(5);

    public Terms {
        claims = UnmodifiableCopies.of(claims);
    }
}
