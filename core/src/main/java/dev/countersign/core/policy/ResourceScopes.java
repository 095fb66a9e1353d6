package dev.countersign.core.policy;

import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.rejection.PolicyRejection;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.core.trust.ScopeOwners;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Rule that scopes must belong to the token's resources, and must not mix several of them. */
final class ResourceScopes {
    private ResourceScopes() {}

    /**
     * The scopes that remain for a token with these audiences. A request that names resources gets only scopes that one of
     * them knows, or that belong to no API (RFC 8707 §2.2). Scopes that refer to different ones among the token's
     * audiences are refused, because at each of them the token would say more than was meant (RFC 9068 §3).
     *
     * @param narrowed whether the request named resources
     */
    static Ruling<ScopeSet> fit(ScopeSet scopes, List<Audience> audiences, boolean narrowed, ScopeOwners owners) {
        List<String> fitting = scopes.tokens().stream()
                .filter(scope -> !narrowed || isFor(owners.knowing(scope), audiences))
                .toList();
        if (fitting.isEmpty() && !scopes.isEmpty()) {
            return Ruling.refused(new PolicyRejection.ScopeNotAllowed(scopes, ScopeSet.EMPTY));
        }
        Optional<Set<Audience>> shared = Optional.empty();
        for (String scope : fitting) {
            var here = new HashSet<>(audiences);
            here.retainAll(owners.knowing(scope));
            if (!here.isEmpty()) {
                shared.ifPresent(here::retainAll);
                shared = Optional.of(here);
            }
        }
        return shared.filter(Set::isEmpty).isPresent()
                ? Ruling.refused(new PolicyRejection.ScopesOfSeveralResources(
                        scopes, audiences.stream().map(Audience::value).toList()))
                : Ruling.granted(fitting.size() == scopes.tokens().size() ? scopes : ScopeSet.of(fitting));
    }

    private static boolean isFor(Set<Audience> knowing, List<Audience> audiences) {
        return knowing.isEmpty() || audiences.stream().anyMatch(knowing::contains);
    }
}
