package dev.countersign.core.grant;

import static dev.countersign.core.fixtures.SampleEndpoint.code;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.fixtures.SampleEndpoint;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.oauth.ErrorCode;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.policy.RequestedAccess;
import dev.countersign.core.rejection.OAuthError;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.core.token.IssuerSubject;
import dev.countersign.core.trust.TrustedIssuer.SubjectMapping;
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
