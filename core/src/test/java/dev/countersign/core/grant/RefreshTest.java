package dev.countersign.core.grant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.fixtures.SampleEndpoint;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.policy.RequestedAccess;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.core.token.RefreshTokens.Cause;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a refresh token is good for, and when it is good for nothing any more. */
class RefreshTest {
    private static final Duration LIFETIME = Duration.ofHours(8);
    private static final Duration ASSERTION = Duration.ofMinutes(5);
    private static final RequestedAccess SAME = new RequestedAccess(Optional.empty(), List.of());

    private final SampleEndpoint endpoint = SampleEndpoint.of(SampleIssuer.partner(), application());

    private int assertions;

    private static SampleClient application() {
        return SampleClient.orders().refreshTokens(LIFETIME);
    }

    private String first() {
        return first(SAME);
    }

    private String first(RequestedAccess access) {
        String assertion =
                endpoint.assertion().with("jti", "jti-" + assertions++).compact();
        return SampleEndpoint.token(endpoint.exchange(assertion, access))
                .refreshToken()
                .orElseThrow();
    }

    private Ruling<TokenResponse> refresh(String refreshToken, RequestedAccess access) {
        return endpoint.answer(SampleClient.credentials(), new RefreshGrant(refreshToken), access);
    }

    private String outcome(String refreshToken) {
        return SampleEndpoint.code(refresh(refreshToken, SAME));
    }

    private TokenResponse refreshed(String refreshToken) {
        return SampleEndpoint.token(refresh(refreshToken, SAME));
    }

    @Test
    @Spec("RFC 7521 §4.1")
    void onlyAnApplicationThatAsksForRefreshTokensGetsThem() {
        assertThat(first()).hasSize(43);
        SampleEndpoint ordinary = SampleEndpoint.ordinary();
        assertThat(SampleEndpoint.token(ordinary.exchange(ordinary.assertion())).refreshToken())
                .isEmpty();
    }

    @Test
    @Spec("RFC 6749 §4.4.3")
    void theClientsOwnCredentialsGiveNone() {
        endpoint.trust(
                SampleIssuer.partner(), application().grantTypes(GrantType.JWT_BEARER, GrantType.CLIENT_CREDENTIALS));
        var answer = endpoint.answer(SampleClient.credentials(), new ClientCredentialsGrant(), SAME);
        assertThat(SampleEndpoint.token(answer).refreshToken()).isEmpty();
    }

    @Test
    @Spec("RFC 6749 §6")
    void anExchangeGivesAnAccessTokenOfTheSameGrantAndTheNextRefreshToken() {
        String first = first(SampleEndpoint.scope("orders:read orders:write"));
        TokenResponse second = refreshed(first);
        assertThat(second.token().subject()).isEqualTo("partner:alice");
        assertThat(second.token().scopes()).hasToString("orders:read orders:write");
        assertThat(second.token().issuer()).isPresent();
        assertThat(second.refreshToken()).isPresent().get().isNotEqualTo(first);
        assertThat(outcome(second.refreshToken().orElseThrow())).isEqualTo("accepted");
        assertThat(endpoint.ledger.refreshTokens().tokens()).hasSize(2);
    }

    @Test
    @Spec("RFC 9700 §4.14.2")
    void oneThatIsPresentedTwiceCostsTheWholeFamily() {
        String first = first();
        String second = refreshed(first).refreshToken().orElseThrow();
        assertThat(outcome(first)).isEqualTo("refresh_token.reused");
        assertThat(endpoint.ledger.refreshTokens().revoked()).hasSize(1).containsValue(Cause.REUSED);
        assertThat(outcome(second)).isEqualTo("refresh_token.revoked");
        assertThat(outcome(first)).isEqualTo("refresh_token.revoked");
    }

    @Test
    @Spec("RFC 6749 §6")
    void anotherTextIsRefusedAndCostsNobodyAnything() {
        String good = first();
        assertThat(outcome("no refresh token")).isEqualTo("refresh_token.unknown");
        assertThat(outcome(good + "x")).isEqualTo("refresh_token.unknown");
        assertThat(outcome(good)).isEqualTo("accepted");
    }

    @Test
    @Spec("RFC 6749 §6")
    void anotherApplicationMayNotUseIt() {
        String first = first();
        endpoint.trust(SampleIssuer.partner(), application().id("application-2"));
        assertThat(outcome(first)).isEqualTo("refresh_token.unknown");
        endpoint.trust(SampleIssuer.partner(), application());
        assertThat(outcome(first)).isEqualTo("accepted");
    }

    @Test
    @Spec("RFC 9700 §4.14.2")
    void noRefreshProlongsIt() {
        String first = first();
        endpoint.clock.advance(LIFETIME.minusSeconds(1));
        String second = refreshed(first).refreshToken().orElseThrow();
        endpoint.clock.advance(Duration.ofSeconds(1));
        assertThat(outcome(second)).isEqualTo("refresh_token.expired");
        assertThat(outcome(first)).as("spent and over").isEqualTo("refresh_token.expired");
    }

    @Test
    @Spec("RFC 6749 §6")
    void theScopeMayShrinkAndNeverGrows() {
        String first = first(SampleEndpoint.scope("orders:read"));
        assertThat(SampleEndpoint.code(refresh(first, SampleEndpoint.scope("orders:read orders:write"))))
                .isEqualTo("policy.scope_not_allowed");
        assertThat(outcome(first)).as("a refused request spends nothing").isEqualTo("accepted");

        String wide = first(SampleEndpoint.scope("orders:read orders:write"));
        TokenResponse narrow = SampleEndpoint.token(refresh(wide, SampleEndpoint.scope("orders:write")));
        assertThat(narrow.token().scopes()).hasToString("orders:write");
        TokenResponse again = refreshed(narrow.refreshToken().orElseThrow());
        assertThat(again.token().scopes())
                .as("the next refresh may ask for all")
                .hasToString("orders:read orders:write");
    }

    @Test
    @Spec("RFC 6749 §6")
    void aScopeTakenFromTheApplicationIsGoneAtTheNextRefresh() {
        String first = first(SampleEndpoint.scope("orders:read orders:write"));
        endpoint.trust(SampleIssuer.partner(), application().scopes("orders:read"));
        assertThat(refreshed(first).token().scopes()).hasToString("orders:read");
    }

    @Test
    @Spec("RFC 8707 §2.2")
    void noResourceIsAddedToThoseOfTheFirstRequest() {
        SampleClient two = application().audiences("https://a.example", "https://b.example");
        endpoint.trust(SampleIssuer.partner(), two);
        String first = first(SampleEndpoint.resources("https://a.example"));
        assertThat(SampleEndpoint.code(refresh(first, SampleEndpoint.resources("https://b.example"))))
                .isEqualTo("policy.resource_not_allowed");
        assertThat(refreshed(first).token().audiences())
                .extracting(Object::toString)
                .containsExactly("https://a.example");

        String own = first();
        endpoint.trust(SampleIssuer.partner(), application().audiences("https://a.example", "https://c.example"));
        assertThat(outcome(own)).as("the application's audiences changed").isEqualTo("policy.resource_not_allowed");
    }

    @Test
    void theTrustIsJudgedAgainEveryTime() {
        String token = first();
        endpoint.trust(SampleIssuer.partner().disabled(), application());
        assertThat(outcome(token)).isEqualTo("issuer.disabled");
        endpoint.trust(SampleIssuer.partner(), application().trustedIssuers("another"));
        assertThat(outcome(token)).isEqualTo("issuer.not_allowed_for_client");
        endpoint.trust(SampleIssuer.partner().conditions("claims.sub == 'bob'"), application());
        assertThat(outcome(token)).isEqualTo("policy.condition_failed");
        endpoint.trust(
                SampleIssuer.partner().named("another-id", SampleIssuer.NAME, SampleIssuer.ISSUER), application());
        assertThat(outcome(token)).as("registered anew").isEqualTo("issuer.unknown");
        endpoint.trust(SampleIssuer.partner().named("issuer-1", "renamed", SampleIssuer.ISSUER), application());
        assertThat(outcome(token)).as("another subject").isEqualTo("policy.subject_not_mapped");
        endpoint.trust(SampleIssuer.partner(), SampleClient.orders());
        assertThat(outcome(token)).as("switched off").isEqualTo("client.grant_not_allowed");
        endpoint.trust(SampleIssuer.partner(), application().grantTypes(GrantType.CLIENT_CREDENTIALS));
        assertThat(outcome(token)).as("no assertions any more").isEqualTo("client.grant_not_allowed");
        endpoint.trust(SampleIssuer.partner(), application().disabled());
        assertThat(outcome(token)).isEqualTo("client.unauthenticated");

        endpoint.trust(SampleIssuer.partner(), application());
        assertThat(outcome(token)).as("nothing of that spent it").isEqualTo("accepted");
    }

    @Test
    void anIssuerThatBindsTokensToItsAssertionBindsRefreshTokensToo() {
        endpoint.trust(SampleIssuer.partner().boundByAssertion(), application());
        String token = first();
        endpoint.clock.advance(ASSERTION.minusSeconds(1));
        String next = refreshed(token).refreshToken().orElseThrow();
        endpoint.clock.advance(Duration.ofSeconds(1));
        assertThat(outcome(next)).isEqualTo("refresh_token.expired");
    }

    @Test
    void whileTheStoreIsAwayNothingIsDecided() {
        String token = first();
        endpoint.ledger.refreshTokens().breakDown();
        assertThat(outcome(token)).isEqualTo("store.unavailable");
    }

    @Test
    void theAuditSaysWhoseItWas() {
        refreshed(first());
        var event = endpoint.events.getLast();
        assertThat(event.grantType()).contains(GrantType.REFRESH_TOKEN);
        assertThat(event.issuer()).contains("partner");
        assertThat(event.subject()).contains("partner:alice");
        assertThat(event.application()).contains("orders-app");
        assertThat(new RefreshGrant("secret-text")).asString().doesNotContain("secret-text");
    }
}
