package dev.countersign.core.grant;

import static dev.countersign.core.fixtures.SampleEndpoint.code;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.client.AuthenticationMethod;
import dev.countersign.core.client.ClientAuthentication;
import dev.countersign.core.client.PresentedSecret;
import dev.countersign.core.fixtures.MemoryModule;
import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.fixtures.SampleEndpoint;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.fixtures.SampleKeys;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.signing.SigningKey;
import dev.countersign.core.jwt.ReplayKey;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.policy.RequestedAccess;
import dev.countersign.core.token.TokenLedger.Redemption;
import dev.countersign.core.trust.TrustedIssuer.ReplayRule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests that an assertion is accepted once, and that a refused one is not redeemed. */
class ReplayTest {
    private final SampleEndpoint endpoint = SampleEndpoint.ordinary();

    @Test
    @Spec("RFC 7523 §3 (7)")
    void refusesTheSameAssertionASecondTime() {
        String assertion = endpoint.assertion().compact();
        assertThat(code(endpoint.exchange(assertion))).isEqualTo("accepted");
        assertThat(code(endpoint.exchange(assertion))).isEqualTo("assertion.replayed");
        assertThat(endpoint.ledger.tokens()).hasSize(1);
    }

    @Test
    @Spec("RFC 7523 §3 (7)")
    void refusesTheSameJtiInAnotherAssertionOfTheIssuer() {
        assertThat(code(endpoint.exchange(endpoint.assertion()))).isEqualTo("accepted");
        assertThat(code(endpoint.exchange(endpoint.assertion().with("sub", "bob"))))
                .isEqualTo("assertion.replayed");
    }

    @Test
    @Spec("RFC 7523 §3 (7)")
    void theSameJtiOfTwoIssuersPassesTwice() {
        var other = SampleIssuer.partner().named("issuer-2", "other", "https://other.example");
        SampleEndpoint both = SampleEndpoint.of(
                List.of(SampleIssuer.partner().build(), other.build()),
                SampleClient.orders().build());
        both.keys.add("other", SampleKeys.ofThirdParty(Algorithm.ES256));
        assertThat(code(both.exchange(both.assertion()))).isEqualTo("accepted");
        assertThat(code(both.exchange(both.assertion().with("iss", "https://other.example"))))
                .isEqualTo("accepted");
    }

    @Test
    void anIssuerThatIsRegisteredAnewDoesNotBringSpentAssertionsBack() {
        String assertion = endpoint.assertion().compact();
        assertThat(code(endpoint.exchange(assertion))).isEqualTo("accepted");
        endpoint.keys.add("partner-again", SampleKeys.ofThirdParty(Algorithm.ES256));
        endpoint.trust(
                SampleIssuer.partner().named("issuer-9", "partner-again", SampleIssuer.ISSUER), SampleClient.orders());
        assertThat(code(endpoint.exchange(assertion))).isEqualTo("assertion.replayed");
    }

    @Test
    void withoutJtiTheSignedContentIsWhatPassesOnce() {
        String first = endpoint.assertion().without("jti").compact();
        String other = endpoint.assertion().without("jti").with("sub", "bob").compact();
        assertThat(code(endpoint.exchange(first))).isEqualTo("accepted");
        assertThat(code(endpoint.exchange(first))).isEqualTo("assertion.replayed");
        assertThat(code(endpoint.exchange(other))).isEqualTo("accepted");
    }

    @Test
    void anotherSignatureOverTheSameContentDoesNotMakeItNew() {
        var assertion = endpoint.assertion().without("jti");
        String first = assertion.compact();
        String second = assertion.compact();
        assertThat(first).as("ECDSA signs with a random number").isNotEqualTo(second);
        assertThat(code(endpoint.exchange(first))).isEqualTo("accepted");
        assertThat(code(endpoint.exchange(second))).isEqualTo("assertion.replayed");
    }

    @Test
    void anIssuerMayAllowReuse() {
        SampleEndpoint reusing =
                SampleEndpoint.of(SampleIssuer.partner().replay(new ReplayRule(false, true)), SampleClient.orders());
        String assertion = reusing.assertion().compact();
        assertThat(code(reusing.exchange(assertion))).isEqualTo("accepted");
        assertThat(code(reusing.exchange(assertion))).isEqualTo("accepted");
        assertThat(reusing.ledger.tokens()).hasSize(2);
    }

    @Test
    void whatWasUsedWhileReuseWasAllowedStaysUsedWhenItIsAllowedNoMore() {
        String assertion = endpoint.assertion().compact();
        SampleEndpoint reusing =
                SampleEndpoint.of(SampleIssuer.partner().replay(new ReplayRule(false, true)), SampleClient.orders());
        assertThat(code(reusing.exchange(assertion))).isEqualTo("accepted");
        assertThat(reusing.ledger.replayKeys()).hasSize(1);
        assertThat(reusing.ledger.redeem(
                        List.of(new ReplayKey(
                                reusing.ledger.replayKeys().getFirst().hash(),
                                reusing.ledger.replayKeys().getFirst().keepUntil())),
                        reusing.ledger.tokens().getFirst()))
                .isInstanceOf(Redemption.Replayed.class);
    }

    @Test
    void theKeyIsKeptForTheGreatestSkewAnIssuerMayEverBeGiven() {
        endpoint.exchange(endpoint.assertion());
        assertThat(endpoint.ledger.replayKeys().getFirst().keepUntil())
                .isEqualTo(endpoint.clock.instant().plusSeconds(300).plusSeconds(300));
    }

    @Test
    @Spec("RFC 7523 §3.1")
    void wrongCredentialsDoNotSpendTheAssertion() {
        var wrong = new ClientAuthentication.Secret(
                AuthenticationMethod.CLIENT_SECRET_BASIC,
                new ClientId(SampleClient.CLIENT_ID),
                PresentedSecret.of("wrong"));
        String assertion = endpoint.assertion().compact();
        assertThat(code(endpoint.answer(
                        wrong, new JwtBearerGrant(assertion), new RequestedAccess(Optional.empty(), List.of()))))
                .isEqualTo("client.unauthenticated");
        assertThat(code(endpoint.exchange(assertion))).isEqualTo("accepted");
    }

    @Test
    void noRefusalSpendsTheAssertion() {
        String assertion = endpoint.assertion().compact();
        assertThat(code(endpoint.exchange(assertion, SampleEndpoint.scope("other"))))
                .isEqualTo("policy.scope_not_allowed");
        assertThat(code(endpoint.exchange(assertion, SampleEndpoint.resources("https://other.example"))))
                .isEqualTo("policy.resource_not_allowed");
        assertThat(endpoint.ledger.replayKeys()).isEmpty();
        assertThat(code(endpoint.exchange(assertion))).isEqualTo("accepted");
    }

    @Test
    void aModuleThatDoesNotSignSpendsNothing() {
        var module = new MemoryModule();
        endpoint.signWith(SigningKey.generate(Algorithm.ES256, module));
        String assertion = endpoint.assertion().compact();
        module.broken(true);
        assertThat(code(endpoint.exchange(assertion))).isEqualTo("signing.unavailable");
        assertThat(endpoint.ledger.replayKeys()).isEmpty();
        assertThat(endpoint.ledger.tokens()).isEmpty();

        module.broken(false);
        assertThat(code(endpoint.exchange(assertion))).isEqualTo("accepted");
        assertThat(code(endpoint.exchange(assertion))).isEqualTo("assertion.replayed");
    }

    @Test
    void aKeyInAModuleThatTakesOverAfterTheRecordDoesNotSpendTheAssertion() {
        var module = new MemoryModule();
        SigningKey next = SigningKey.generate(Algorithm.ES256, module);
        module.broken(true);
        endpoint.signWithOnce(SampleKeys.ours().active(Algorithm.ES256), next);

        assertThat(code(endpoint.exchange(endpoint.assertion()))).isEqualTo("accepted");
        assertThat(code(endpoint.exchange(endpoint.assertion().with("jti", "another"))))
                .as("the next request has the next key")
                .isEqualTo("signing.unavailable");
        assertThat(endpoint.ledger.tokens()).hasSize(1);
    }

    @Test
    void aLedgerThatDoesNotAnswerGivesNoToken() {
        endpoint.ledger.answer(new Redemption.Unavailable(Duration.ofSeconds(1)));
        assertThat(code(endpoint.exchange(endpoint.assertion()))).isEqualTo("store.unavailable");
        endpoint.ledger.answer(new Redemption.Overloaded(Duration.ofSeconds(1)));
        assertThat(code(endpoint.exchange(endpoint.assertion()))).isEqualTo("server.overloaded");
    }
}
