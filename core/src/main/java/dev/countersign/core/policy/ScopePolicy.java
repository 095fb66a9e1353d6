package dev.countersign.core.policy;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.rejection.PolicyRejection;
import dev.countersign.core.rejection.Ruling;
import java.util.Optional;
import java.util.function.Function;

/** What scope is granted: requested ∩ application ∩ the issuer's ceiling (RFC 6749 §3.3, RFC 7521 §4.1). */
final class ScopePolicy {
    private ScopePolicy() {}

    /**
     * The scopes that are left, which are none only where none were asked for.
     *
     * @param ceiling the issuer's limit; empty means no further limit
     * @param fit what of that goes with the token's audiences
     */
    static Ruling<ScopeSet> grant(
            Optional<ScopeSet> requested,
            RegisteredClient client,
            Optional<ScopeSet> ceiling,
            Function<ScopeSet, Ruling<ScopeSet>> fit) {
        ScopeSet wanted = requested.orElse(client.defaultScopes());
        ScopeSet allowed = ceiling.map(client.scopes()::intersect).orElse(client.scopes());
        ScopeSet granted = wanted.intersect(allowed);
        return granted.isEmpty() && !wanted.isEmpty()
                ? Ruling.refused(new PolicyRejection.ScopeNotAllowed(wanted, allowed))
                : fit.apply(granted);
    }
}
