package dev.countersign.core.trust;

import dev.countersign.core.oauth.Audience;
import java.util.Set;

/** Which APIs know a scope: what it means there is for them to say. */
@FunctionalInterface
public interface ScopeOwners {
    /** The audiences of the API resources that have this scope; none for a scope that belongs to no API. */
    Set<Audience> knowing(String scope);
}
