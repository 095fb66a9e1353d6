package dev.countersign.core.trust;

import dev.countersign.core.oauth.Audience;
import java.util.Set;

/** Lookup of the APIs that define a scope and its meaning. */
@FunctionalInterface
public interface ScopeOwners {
    /** The audiences of the API resources with this scope; empty for a scope that belongs to no API. */
    Set<Audience> knowing(String scope);
}
