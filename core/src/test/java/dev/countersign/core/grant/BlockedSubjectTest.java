package dev.countersign.core.grant;

import static dev.countersign.core.fixtures.SampleEndpoint.code;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.fixtures.SampleEndpoint;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.core.oauth.ErrorCode;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.policy.RequestedAccess;
import dev.countersign.core.rejection.OAuthError;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.core.token.IssuerSubject;
import dev.countersign.core.token.RefreshTokens;
import dev.countersign.core.token.TokenRecords;
import dev.countersign.core.trust.TrustedIssuer.SubjectMapping;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests that no token is issued for a blocked subject. */
class BlockedSubjectTest {
    private static final IssuerId PARTNER = SampleIssuer.partner().build().id();
    private static final IssuerSubject ALICE = new IssuerSubject(PARTNER, "alice");

    @Test
    void aBlockedSubjectIsRefusedWithInvalidGrant() {
        var endpoint = SampleEndpoint.ordinary();
        endpoint.ledger.block(ALICE);
        var ruling = endpoint.exchange(endpoint.assertion());
        assertThat(code(ruling)).isEqualTo("policy.subject_blocked");
        assertThat(ruling)
                .isInstanceOfSatisfying(
                        Ruling.Refused.class,
                        refused -> assertThat(OAuthError.of(refused.rejection()).error())
                                .isEqualTo(ErrorCode.INVALID_GRANT));
        assertThat(endpoint.ledger.tokens()).isEmpty();
    }

    @Test
    void aRefusedAssertionOfABlockedSubjectIsNotRedeemed() {
        var endpoint = SampleEndpoint.ordinary();
        endpoint.ledger.block(ALICE);
        endpoint.exchange(endpoint.assertion());
        assertThat(endpoint.ledger.replayKeys()).isEmpty();
    }

    @Test
    void aRefreshThatTheBlockRevokedIsRefusedBecauseOfTheBlock() {
        var endpoint =
                SampleEndpoint.of(SampleIssuer.partner(), SampleClient.orders().refreshTokens(Duration.ofHours(8)));
        String first = SampleEndpoint.token(endpoint.exchange(endpoint.assertion()))
                .refreshToken()
                .orElseThrow();
        revoke(endpoint, first);
        assertThat(code(endpoint.answer(new RefreshGrant(first)))).isEqualTo("refresh_token.revoked");
        endpoint.ledger.block(ALICE);
        assertThat(code(endpoint.answer(new RefreshGrant(first)))).isEqualTo("policy.subject_blocked");
    }

    private static void revoke(SampleEndpoint endpoint, String refreshToken) {
        RefreshTokens records = endpoint.ledger.refreshTokens();
        if (records.find(Sha256.ofUtf8(refreshToken)) instanceof RefreshTokens.Lookup.Found(var family, var _)) {
            records.revoke(
                    family,
                    RefreshTokens.Cause.GIVEN_BACK,
                    new TokenRecords.Revocation(family.clientId(), new CorrelationId("c"), endpoint.clock.instant()));
        }
    }

    @Test
    void theSameSubjectOfAnotherIssuerIsNotBlocked() {
        var endpoint = SampleEndpoint.ordinary();
        endpoint.ledger.block(new IssuerSubject(new IssuerId("issuer-2"), "alice"));
        assertThat(code(endpoint.exchange(endpoint.assertion()))).isEqualTo("accepted");
    }

    @Test
    void theSubClaimIsComparedWhateverTheMapping() {
        var endpoint = SampleEndpoint.of(
                SampleIssuer.partner().subject(new SubjectMapping.FromClaim("email")), SampleClient.orders());
        endpoint.ledger.block(ALICE);
        assertThat(code(endpoint.exchange(endpoint.assertion().with("email", "a@partner.example"))))
                .isEqualTo("policy.subject_blocked");
        assertThat(code(endpoint.exchange(
                        endpoint.assertion().with("sub", "bob").with("email", "alice"))))
                .isEqualTo("accepted");
    }

    @Test
    void theRecordOfATokenSaysHowItsIssuerNamesTheSubject() {
        var endpoint = SampleEndpoint.ordinary();
        endpoint.exchange(endpoint.assertion());
        assertThat(endpoint.ledger.tokens().getFirst().subject()).isEqualTo("partner:alice");
        assertThat(endpoint.ledger.tokens().getFirst().issuerSubject()).contains(ALICE);
    }

    @Test
    void aClientOnItsOwnBehalfHasNoSubjectOfAnIssuer() {
        var endpoint = SampleEndpoint.of(
                SampleIssuer.partner(), SampleClient.orders().grantTypes(GrantType.CLIENT_CREDENTIALS));
        endpoint.answer(
                SampleClient.credentials(),
                new ClientCredentialsGrant(),
                new RequestedAccess(Optional.empty(), List.of()));
        assertThat(endpoint.ledger.tokens().getFirst().issuerSubject()).isEmpty();
    }
}
