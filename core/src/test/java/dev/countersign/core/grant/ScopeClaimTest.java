package dev.countersign.core.grant;

import static dev.countersign.core.fixtures.SampleEndpoint.code;
import static dev.countersign.core.fixtures.SampleEndpoint.scope;
import static dev.countersign.core.fixtures.SampleEndpoint.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.explain.CheckReport;
import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.fixtures.SampleEndpoint;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.core.trust.ScopeClaim;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of scopes limited by a claim of the assertion. */
class ScopeClaimTest {
    private static final String BOTH = "orders:read orders:write";

    private static SampleEndpoint endpoint(SampleIssuer issuer) {
        return SampleEndpoint.of(issuer, SampleClient.orders());
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsGrantedThatTheClaimDoesNotHold(ScopeClaim claim) {
        SampleEndpoint endpoint = endpoint(SampleIssuer.partner().scopeClaim(claim));
        for (Object held : List.of("orders:write other", List.of("other", "orders:write"))) {
            var assertion = endpoint.assertion().with("jti", "j" + held).with(claim.value(), held);

            assertThat(token(endpoint.exchange(assertion.compact(), scope(BOTH)))
                            .token()
                            .scopes())
                    .hasToString("orders:write");
        }
        var other = endpoint.assertion().with(claim.value(), "other");
        assertThat(code(endpoint.exchange(other.compact(), scope(BOTH)))).isEqualTo("policy.scope_not_allowed");
    }

    @ParameterizedTest
    @EnumSource
    void nothingMayBeGrantedWithoutTheClaim(ScopeClaim claim) {
        SampleEndpoint endpoint = endpoint(SampleIssuer.partner().scopeClaim(claim));

        assertThat(code(endpoint.exchange(endpoint.assertion()))).isEqualTo("policy.scope_not_allowed");
        for (Object none : List.of("", " ", List.of(), 7L, JsonNull.NULL, Map.of(), List.of("orders:read", 7L))) {
            assertThat(code(endpoint.exchange(endpoint.assertion().with(claim.value(), none))))
                    .isEqualTo("policy.scope_not_allowed");
        }
        String another = claim == ScopeClaim.SCOPE ? "scp" : "scope";
        assertThat(code(endpoint.exchange(endpoint.assertion().with(another, BOTH))))
                .isEqualTo("policy.scope_not_allowed");
        assertThat(endpoint.ledger.tokens()).isEmpty();
    }

    @Test
    void nothingIsGrantedWithoutItEvenToAnApplicationThatAsksForNoScope() {
        SampleEndpoint endpoint = SampleEndpoint.of(
                SampleIssuer.partner().scopeClaim(ScopeClaim.SCP),
                SampleClient.orders().defaultScopes());

        assertThat(code(endpoint.exchange(endpoint.assertion()))).isEqualTo("policy.scope_not_allowed");
    }

    @Test
    void theCeilingOfTheIssuerAndTheApplicationHoldBesideIt() {
        SampleEndpoint endpoint =
                endpoint(SampleIssuer.partner().scopes("orders:read", "other").scopeClaim(ScopeClaim.SCOPE));
        var assertion = endpoint.assertion().with("scope", BOTH + " other");

        assertThat(token(endpoint.exchange(assertion.compact(), scope(BOTH + " other")))
                        .token()
                        .scopes())
                .hasToString("orders:read");
    }

    @Test
    void withoutTheSettingTheClaimLimitsNothing() {
        SampleEndpoint endpoint = endpoint(SampleIssuer.partner());

        assertThat(token(endpoint.exchange(
                                endpoint.assertion().with("scope", "other").compact(), scope(BOTH)))
                        .token()
                        .scopes())
                .hasToString(BOTH);
    }

    @Test
    void explainSaysWhichClaimIsMissing() {
        SampleEndpoint endpoint = endpoint(SampleIssuer.partner().scopeClaim(ScopeClaim.SCP));

        assertThat(endpoint.explain(endpoint.assertion().compact(), Optional.empty(), List.of())
                        .checks())
                .filteredOn(check -> check.status() == CheckReport.Status.FAILED)
                .singleElement()
                .satisfies(check ->
                        assertThat(check.evidence().orElseThrow().expected()).contains("scp"));
    }
}
