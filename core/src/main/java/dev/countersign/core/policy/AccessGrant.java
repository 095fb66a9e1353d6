package dev.countersign.core.policy;

import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.oauth.UnmodifiableCopies;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The content of an access token to be.
 *
 * @param claims mapped claims of the assertion, under their new names
 * @param issuedAt in whole seconds
 * @param expiresAt in whole seconds
 */
public record AccessGrant(
        String subject,
        ScopeSet scopes,
        List<Audience> audiences,
        Map<String, Object> claims,
        Instant issuedAt,
        Instant expiresAt) {

    public AccessGrant {
        audiences = List.copyOf(audiences);
        claims = UnmodifiableCopies.of(claims);
    }
}
