package dev.countersign.core.grant;

import static dev.countersign.core.fixtures.SampleEndpoint.code;
import static dev.countersign.core.fixtures.SampleEndpoint.scope;
import static dev.countersign.core.fixtures.SampleEndpoint.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.explain.CheckReport;
import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.fixtures.SampleEndpoint;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.fixtures.SampleServer;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.policy.RequestedAccess;
import dev.countersign.core.rejection.Ruling;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of scopes that begin with {@code admin:}, which are those of this server's own administration. */
class AdministrativeScopesTest {
    private static final String ORDERS = "https://orders.example";

    /** As an earlier version let one be registered: for both grants, with scopes of both kinds. */
    private static SampleClient both() {
        return SampleClient.orders()
                .grantTypes(GrantType.JWT_BEARER, GrantType.CLIENT_CREDENTIALS)
                .scopes("orders:read", "admin:read", "admin:write", "administer")
                .defaultScopes("admin:write", "orders:read");
    }

    private static SampleEndpoint endpoint(SampleClient client) {
        return SampleEndpoint.of(SampleIssuer.partner(), client);
    }

    @ParameterizedTest
    @CsvSource({"orders:read admin:write, orders:read", "administer admin:read, administer", "orders:read, orders:read"
    })
    void anAssertionYieldsNoneOfThem(String requested, String granted) {
        SampleEndpoint endpoint = endpoint(both());

        var answer = endpoint.exchange(endpoint.assertion().compact(), scope(requested));

        assertThat(token(answer).token().scopes()).hasToString(granted);
    }

    @Test
    void anAssertionYieldsNoneOfTheDefaultOnesEither() {
        SampleEndpoint endpoint = endpoint(both());

        assertThat(token(endpoint.exchange(endpoint.assertion())).token().scopes())
                .hasToString("orders:read");
    }

    @Test
    void anAssertionForWhichNothingElseIsAskedIsRefusedAndExplained() {
        SampleEndpoint endpoint = endpoint(both());
        String assertion = endpoint.assertion().compact();

        assertThat(code(endpoint.exchange(assertion, scope("admin:read admin:write"))))
                .isEqualTo("policy.scope_not_allowed");
        assertThat(endpoint.explain(assertion, Optional.of("admin:read"), List.of())
                        .checks())
                .filteredOn(check -> check.status() == CheckReport.Status.FAILED)
                .singleElement()
                .satisfies(check -> assertThat(check.note().orElseThrow()).contains("client_credentials"));
    }

    @Test
    void noCeilingOfAnIssuerOpensThem() {
        SampleEndpoint endpoint =
                SampleEndpoint.of(SampleIssuer.partner().scopes("admin:write", "orders:read"), both());

        assertThat(token(endpoint.exchange(endpoint.assertion().compact(), scope("admin:write orders:read")))
                        .token()
                        .scopes())
                .hasToString("orders:read");
    }

    @Test
    void aRefreshOfATokenThatHadThemYieldsNoneOfThem() {
        var client = both().refreshTokens(Duration.ofDays(1));
        SampleEndpoint endpoint = endpoint(client);
        var first = token(endpoint.exchange(endpoint.assertion().compact(), scope("orders:read")));

        var refused = endpoint.answer(
                SampleClient.credentials(),
                new RefreshGrant(first.refreshToken().orElseThrow()),
                scope("admin:write"));

        assertThat(code(refused)).isEqualTo("policy.scope_not_allowed");
    }

    @Test
    void theClientsOwnCredentialsStillYieldThem() {
        var answer = own(both(), "admin:read admin:write");

        assertThat(token(answer).token().scopes()).hasToString("admin:read admin:write");
        assertThat(token(answer).token().audiences()).containsExactly(new Audience(SampleServer.ISSUER));
    }

    @Test
    void aTokenThatHasThemIsMeantForThisServerAlone() {
        var answer = own(both().audiences(ORDERS, SampleServer.ISSUER), "admin:read orders:read");

        assertThat(token(answer).token().audiences()).containsExactly(new Audience(SampleServer.ISSUER));
        assertThat(token(own(both().audiences(ORDERS, SampleServer.ISSUER), "orders:read"))
                        .token()
                        .audiences())
                .containsExactly(new Audience(ORDERS), new Audience(SampleServer.ISSUER));
    }

    @Test
    void aTokenForAnotherAudienceHasNoneOfThem() {
        assertThat(token(own(both().audiences(ORDERS), "admin:read orders:read"))
                        .token()
                        .scopes())
                .hasToString("orders:read");
        assertThat(code(own(both().audiences(ORDERS), "admin:read"))).isEqualTo("policy.scope_not_allowed");
    }

    @Test
    void aRequestForAnotherResourceYieldsNoneOfThem() {
        var client = both().audiences(ORDERS, SampleServer.ISSUER);
        var forOrders = new RequestedAccess(ScopeSet.parse("admin:read orders:read"), List.of(ORDERS));
        var forUs = new RequestedAccess(ScopeSet.parse("admin:read"), List.of(SampleServer.ISSUER));

        assertThat(token(own(client, forOrders)).token().scopes()).hasToString("orders:read");
        assertThat(token(own(client, forUs)).token().scopes()).hasToString("admin:read");
    }

    private static Ruling<TokenResponse> own(SampleClient client, String scopes) {
        return own(client, scope(scopes));
    }

    private static Ruling<TokenResponse> own(SampleClient client, RequestedAccess access) {
        return endpoint(client).answer(SampleClient.credentials(), new ClientCredentialsGrant(), access);
    }
}
