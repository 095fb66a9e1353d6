package dev.countersign.core.grant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.explain.ExplainRequest;
import dev.countersign.core.explain.Explanation;
import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.fixtures.SampleEndpoint;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.policy.RequestedAccess;
import dev.countersign.core.rejection.RejectionCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Explanations of the grants that present no assertion. */
class ExplainedGrantsTest {
    private static final RequestedAccess DEFAULTS = new RequestedAccess(Optional.empty(), List.of());

    private final SampleEndpoint endpoint = SampleEndpoint.of(
            SampleIssuer.partner(),
            SampleClient.orders()
                    .grantTypes(GrantType.JWT_BEARER, GrantType.CLIENT_CREDENTIALS)
                    .refreshTokens(Duration.ofDays(1)));

    private Explanation explain(Grant grant) {
        return endpoint.explain(new ExplainRequest(
                grant, Optional.of(new ClientId(SampleClient.CLIENT_ID)), Optional.empty(), List.of(), List.of()));
    }

    private String refreshToken() {
        return SampleEndpoint.token(endpoint.exchange(endpoint.assertion()))
                .refreshToken()
                .orElseThrow();
    }

    @Test
    void explainsWhatAClientGetsForItsOwnCredentials() {
        Explanation explanation = explain(new ClientCredentialsGrant());

        var token = SampleEndpoint.token(
                        endpoint.answer(SampleClient.credentials(), new ClientCredentialsGrant(), DEFAULTS))
                .token();
        var expected = explanation.grant().orElseThrow();
        assertThat(explanation.issuer()).isEmpty();
        assertThat(expected.subject()).isEqualTo(token.subject()).isEqualTo(SampleClient.CLIENT_ID);
        assertThat(expected.scopes()).contains(token.scopes());
        assertThat(expected.audiences()).contains(token.audiences());
    }

    @Test
    void explainsARefreshAndSpendsNothing() {
        String refreshToken = refreshToken();

        assertThat(explain(new RefreshGrant(refreshToken)).code()).isEmpty();
        assertThat(explain(new RefreshGrant(refreshToken)).issuer()).contains(SampleIssuer.NAME);
        assertThat(SampleEndpoint.code(
                        endpoint.answer(SampleClient.credentials(), new RefreshGrant(refreshToken), DEFAULTS)))
                .isEqualTo("accepted");
    }

    @Test
    void explainsARefreshTokenThatIsSpentWithoutEndingItsFamily() {
        String first = refreshToken();
        String second = SampleEndpoint.token(
                        endpoint.answer(SampleClient.credentials(), new RefreshGrant(first), DEFAULTS))
                .refreshToken()
                .orElseThrow();

        assertThat(explain(new RefreshGrant(first)).code()).contains(RejectionCode.REFRESH_TOKEN_REUSED);

        assertThat(endpoint.ledger.refreshTokens().revoked()).isEmpty();
        assertThat(explain(new RefreshGrant(second)).code()).isEmpty();
    }

    @Test
    void explainsWhatIsNotPresentedAndWhatIsNotAllowed() {
        assertThat(explain(new RefreshGrant("")).code()).contains(RejectionCode.REQUEST_REFRESH_TOKEN_MISSING);
        assertThat(explain(new RefreshGrant("unknown")).code()).contains(RejectionCode.REFRESH_TOKEN_UNKNOWN);
        endpoint.trust(SampleIssuer.partner(), SampleClient.orders());
        assertThat(explain(new ClientCredentialsGrant()).code()).contains(RejectionCode.CLIENT_GRANT_NOT_ALLOWED);
    }
}
