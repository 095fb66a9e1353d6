package dev.countersign.core.idjag;

import static dev.countersign.core.fixtures.SampleEndpoint.code;
import static dev.countersign.core.fixtures.SampleEndpoint.scope;
import static dev.countersign.core.fixtures.SampleEndpoint.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.fixtures.SampleAssertion;
import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.fixtures.SampleEndpoint;
import dev.countersign.core.fixtures.SampleIdJag;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.core.trust.ScopeClaim;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests of the scopes that an ID-JAG grants. */
class IdJagScopeTest {
    private static final String READ = "orders:read";
    private static final String WRITE = "orders:write";
    private static final String BOTH = READ + " " + WRITE;
    private static final String EMA = "MCP Enterprise-Managed Authorization §7.2.1";
    private static final String REFUSED = "policy.scope_not_allowed";

    private int count;

    private SampleAssertion idJag() {
        return SampleIdJag.at(SampleEndpoint.ordinary().clock.instant()).with("jti", "jti-" + count++);
    }

    private static SampleEndpoint endpoint(SampleIssuer issuer, SampleClient client) {
        return SampleEndpoint.of(issuer, client);
    }

    private static String granted(SampleEndpoint endpoint, SampleAssertion assertion) {
        return token(endpoint.exchange(assertion)).token().scopes().toString();
    }

    private static String granted(SampleEndpoint endpoint, SampleAssertion assertion, String requested) {
        return token(endpoint.exchange(assertion.compact(), scope(requested)))
                .token()
                .scopes()
                .toString();
    }

    @Test
    @Spec(EMA)
    void grantsWhatIsRequestedWithinTheClaim() {
        SampleEndpoint endpoint = SampleIdJag.endpoint();

        assertThat(granted(endpoint, idJag().with("scope", BOTH), WRITE)).isEqualTo(WRITE);
        assertThat(granted(endpoint, idJag().with("scope", WRITE), WRITE)).isEqualTo(WRITE);
    }

    @Test
    @Spec(EMA)
    void refusesARequestThatIsPartlyBeyondTheClaimAsAWhole() {
        SampleEndpoint endpoint = SampleIdJag.endpoint();

        assertThat(code(endpoint.exchange(idJag().with("scope", READ).compact(), scope(BOTH))))
                .isEqualTo(REFUSED);
        assertThat(code(endpoint.exchange(idJag().with("scope", READ).compact(), scope(WRITE))))
                .isEqualTo(REFUSED);
        assertThat(endpoint.ledger.tokens()).isEmpty();
    }

    @Test
    @Spec(EMA)
    void withoutScopeInTheRequestAllOfTheClaimIsGranted() {
        SampleEndpoint endpoint = SampleIdJag.endpoint();

        assertThat(granted(endpoint, idJag().with("scope", BOTH))).isEqualTo(BOTH);
        assertThat(granted(endpoint, idJag().with("scope", WRITE + " unknown")))
                .as("more than the default scopes, and nothing that the application has not")
                .isEqualTo(WRITE);
        assertThat(code(endpoint.exchange(idJag().with("scope", "unknown")))).isEqualTo(REFUSED);
    }

    @Test
    @Spec(EMA)
    void withoutTheClaimTheDefaultScopesAreTheMost() {
        SampleEndpoint endpoint = SampleIdJag.endpoint();

        assertThat(granted(endpoint, idJag())).isEqualTo(READ);
        assertThat(granted(endpoint, idJag(), READ)).isEqualTo(READ);
        assertThat(granted(endpoint, idJag(), BOTH)).isEqualTo(READ);
        assertThat(code(endpoint.exchange(idJag().compact(), scope(WRITE)))).isEqualTo(REFUSED);
        SampleEndpoint withoutDefaults =
                endpoint(SampleIdJag.issuer(), SampleIdJag.client().defaultScopes());
        assertThat(granted(withoutDefaults, idJag())).isEmpty();
        assertThat(code(withoutDefaults.exchange(idJag().compact(), scope(READ))))
                .isEqualTo(REFUSED);
    }

    @Test
    @Spec(EMA)
    void anEmptyClaimGrantsNothing() {
        SampleEndpoint endpoint = SampleIdJag.endpoint();

        assertThat(code(endpoint.exchange(idJag().with("scope", "")))).isEqualTo(REFUSED);
        assertThat(code(endpoint.exchange(idJag().with("scope", "").compact(), scope(READ))))
                .isEqualTo(REFUSED);
        assertThat(endpoint.ledger.tokens()).isEmpty();
    }

    @Test
    void theCeilingOfTheIssuerHoldsBesideIt() {
        SampleEndpoint endpoint = endpoint(SampleIdJag.issuer().scopes(READ), SampleIdJag.client());

        assertThat(granted(endpoint, idJag().with("scope", BOTH))).isEqualTo(READ);
        assertThat(granted(endpoint, idJag().with("scope", BOTH), BOTH)).isEqualTo(READ);
        assertThat(code(endpoint.exchange(idJag().with("scope", BOTH).compact(), scope(WRITE))))
                .isEqualTo(REFUSED);
    }

    @Test
    void aScopeClaimOfTheIssuerHoldsBesideIt() {
        SampleEndpoint endpoint = endpoint(SampleIdJag.issuer().scopeClaim(ScopeClaim.SCP), SampleIdJag.client());

        assertThat(granted(endpoint, idJag().with("scope", BOTH).with("scp", List.of(READ))))
                .isEqualTo(READ);
        assertThat(code(endpoint.exchange(idJag().with("scope", BOTH)))).isEqualTo(REFUSED);
    }

    @Test
    void scopesOfAdministrationAreNeverGranted() {
        SampleEndpoint endpoint = endpoint(
                SampleIdJag.issuer(),
                SampleIdJag.client().scopes(READ, "admin:read").defaultScopes("admin:read"));

        assertThat(granted(endpoint, idJag().with("scope", READ + " admin:read")))
                .isEqualTo(READ);
        assertThat(code(endpoint.exchange(idJag().with("scope", "admin:read").compact(), scope("admin:read"))))
                .isEqualTo(REFUSED);
        assertThat(code(endpoint.exchange(idJag()))).isEqualTo(REFUSED);
    }

    @Test
    void refusesAnotherFormOfTheClaim() {
        SampleEndpoint endpoint = SampleIdJag.endpoint();

        for (Object other : List.of(
                List.of(READ), 7L, true, JsonNull.NULL, Map.of(), " ", READ + "  " + WRITE, READ + " ", "a\"b", "é")) {
            assertThat(code(endpoint.exchange(idJag().with("scope", other))))
                    .as(other.toString())
                    .isEqualTo("assertion.claim_malformed");
        }
    }

    @Test
    void anOrdinaryAssertionIsNotLimitedByTheClaim() {
        SampleEndpoint endpoint = SampleIdJag.endpoint();

        assertThat(granted(endpoint, endpoint.assertion().with("scope", READ), WRITE))
                .isEqualTo(WRITE);
    }
}
