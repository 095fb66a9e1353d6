package dev.countersign.core.policy;

import dev.countersign.core.oauth.ScopeSet;
import java.util.List;
import java.util.Optional;

/**
 * What a token request asks for.
 *
 * @param scopes empty when the request names none and so asks for the application's default
 * @param resources the resource indicators as they came (RFC 8707 §2)
 */
public record RequestedAccess(Optional<ScopeSet> scopes, List<String> resources) {
    public RequestedAccess {
        resources = List.copyOf(resources);
    }
}
