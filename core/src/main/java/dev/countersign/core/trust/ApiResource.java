package dev.countersign.core.trust;

import dev.countersign.core.oauth.ApiResourceId;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ScopeSet;
import java.time.Instant;

/**
 * An API for which access tokens are issued: an audience (RFC 9068 §3) and its scopes. A token that names it by the
 * resource parameter contains no scope that is defined by other APIs only.
 *
 * @param audience the value in the audiences of applications
 * @param scopes the scopes that the API defines
 */
public record ApiResource(
        ApiResourceId id,
        String name,
        String description,
        Audience audience,
        ScopeSet scopes,
        Instant createdAt,
        Instant updatedAt) {}
