package dev.countersign.core.trust;

import dev.countersign.core.oauth.ApiResourceId;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ScopeSet;
import java.time.Instant;

/**
 * An API that access tokens are meant for: an audience (RFC 9068 §3) and the scopes that mean something there. A token
 * that names it by the resource parameter holds no scope that only other APIs know.
 *
 * @param audience what applications name in their audiences
 * @param scopes those the API knows
 */
public record ApiResource(
        ApiResourceId id,
        String name,
        String description,
        Audience audience,
        ScopeSet scopes,
        Instant createdAt,
        Instant updatedAt) {}
