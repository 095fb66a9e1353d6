package dev.countersign.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.rejection.PolicyRejection;
import dev.countersign.core.rejection.Ruling;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tests with two APIs, orders and bills: both define "audit", and "profile" belongs to no API. */
class ResourceScopesTest {
    private static final Audience ORDERS = new Audience("urn:orders");
    private static final Audience BILLS = new Audience("urn:bills");
    private static final Map<String, Set<Audience>> OWNERS =
            Map.of("orders:read", Set.of(ORDERS), "bills:read", Set.of(BILLS), "audit", Set.of(ORDERS, BILLS));

    private static String fit(String scopes, boolean narrowed, Audience... audiences) {
        Ruling<ScopeSet> ruling = ResourceScopes.fit(
                ScopeSet.parse(scopes).orElseThrow(),
                Arrays.asList(audiences),
                narrowed,
                scope -> OWNERS.getOrDefault(scope, Set.of()));
        return switch (ruling) {
            case Ruling.Granted<ScopeSet>(ScopeSet granted) -> granted.toString();
            case Ruling.Refused<ScopeSet>(var rejection) -> rejection.getClass().getSimpleName();
        };
    }

    @Test
    @Spec("RFC 8707 §2.2")
    void whoNamesAResourceGetsItsScopesAndThoseOfNobody() {
        assertThat(fit("orders:read bills:read profile audit", true, ORDERS)).isEqualTo("audit orders:read profile");
        assertThat(fit("bills:read", true, ORDERS)).isEqualTo("ScopeNotAllowed");
        assertThat(fit("profile", true, ORDERS)).isEqualTo("profile");
    }

    @Test
    @Spec("RFC 9068 §3")
    void scopesOfDifferentResourcesNeverStandInOneToken() {
        for (boolean narrowed : List.of(true, false)) {
            assertThat(fit("orders:read bills:read", narrowed, ORDERS, BILLS)).isEqualTo("ScopesOfSeveralResources");
            assertThat(fit("orders:read audit bills:read", narrowed, ORDERS, BILLS))
                    .isEqualTo("ScopesOfSeveralResources");
        }
    }

    @Test
    @Spec("RFC 9068 §3")
    void scopesThatGoTogetherStandTogether() {
        assertThat(fit("orders:read audit profile", false, ORDERS, BILLS)).isEqualTo("audit orders:read profile");
        assertThat(fit("audit", true, ORDERS, BILLS)).isEqualTo("audit");
        assertThat(fit("orders:read bills:read", false, ORDERS)).isEqualTo("bills:read orders:read");
    }

    @Test
    void saysWhatToAskForInstead() {
        var rejection = new PolicyRejection.ScopesOfSeveralResources(
                ScopeSet.of(List.of("orders:read", "bills:read")), List.of("urn:orders", "urn:bills"));
        assertThat(rejection.evidence().actual()).contains("bills:read orders:read");
        assertThat(rejection.evidence().hint()).contains("resource parameter");
    }
}
