package dev.countersign.core.policy;

import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.rejection.PolicyRejection;
import dev.countersign.core.rejection.Ruling;
import java.util.Optional;
import java.util.function.Function;

/** The rule of what scope is granted: requested ∩ application ∩ the issuer's ceiling (RFC 6749 §3.3, RFC 7521 §4.1). */
final class ScopePolicy {
    private ScopePolicy() {}

    /**
     * Returns the remaining scopes, which are empty only if none were requested.
     *
     * @param fallback scopes of a request that names none
     * @param available scopes of the application that this grant can give
     * @param ceiling the issuer's limit; empty means no further limit
     * @param fit selects the scopes that match the token's audiences
     */
    static Ruling<ScopeSet> grant(
            Optional<ScopeSet> requested,
            ScopeSet fallback,
            ScopeSet available,
            Optional<ScopeSet> ceiling,
            Function<ScopeSet, Ruling<ScopeSet>> fit) {
        ScopeSet wanted = requested.orElse(fallback);
        ScopeSet allowed = ceiling.map(available::intersect).orElse(available);
        ScopeSet granted = wanted.intersect(allowed);
        return granted.isEmpty() && !wanted.isEmpty() ? Ruling.refused(refusal(wanted, allowed)) : fit.apply(granted);
    }

    private static PolicyRejection refusal(ScopeSet wanted, ScopeSet allowed) {
        return wanted.withoutAdministrative().isEmpty()
                ? new PolicyRejection.AdministrativeScopes(wanted)
                : new PolicyRejection.ScopeNotAllowed(wanted, allowed);
    }
}
