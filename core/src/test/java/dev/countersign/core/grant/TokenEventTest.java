package dev.countersign.core.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.countersign.core.audit.TokenEvent;
import dev.countersign.core.audit.TokenEvent.Outcome;
import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.fixtures.SampleEndpoint;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.policy.RequestedAccess;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.rejection.RequestRejection;
import dev.countersign.core.rejection.Ruling;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests that every outcome is recorded by one event, with the facts known by then. */
class TokenEventTest {
    private final SampleEndpoint endpoint = SampleEndpoint.ordinary();

    private TokenEvent onlyEvent() {
        assertThat(endpoint.events).hasSize(1);
        return endpoint.events.getFirst();
    }

    @Test
    void anAcceptedExchangeTellsWhoGotWhatByWhichKey() {
        var answer = SampleEndpoint.token(endpoint.exchange(endpoint.assertion()));
        TokenEvent event = onlyEvent();
        assertThat(event.outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(event.stage()).isEqualTo("minted");
        assertThat(event.code()).isEmpty();
        assertThat(event.grantType()).contains(GrantType.JWT_BEARER);
        assertThat(event.clientId()).contains(SampleClient.CLIENT_ID);
        assertThat(event.application()).contains("orders-app");
        assertThat(event.secretId()).contains("secret-1");
        assertThat(event.issuer()).contains(SampleIssuer.NAME);
        assertThat(event.keyId()).isPresent();
        assertThat(event.subject()).contains("partner:alice");
        assertThat(event.issuerSubject()).contains("alice");
        assertThat(event.scopes()).hasToString("orders:read");
        assertThat(event.tokenId()).contains(answer.token().id());
        assertThat(event.duration()).isEqualTo(Duration.ZERO);
    }

    @Test
    void aRefusedExchangeTellsTheCodeTheStageAndTheEvidence() {
        endpoint.exchange(endpoint.assertion().with("exp", 1L));
        TokenEvent event = onlyEvent();
        assertThat(event.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(event.code()).contains(RejectionCode.ASSERTION_EXPIRED);
        assertThat(event.stage()).isEqualTo("issuer_resolved");
        assertThat(event.evidence())
                .hasValueSatisfying(evidence -> assertThat(evidence.actual()).startsWith("1970-01-01T00:00:01Z"));
        assertThat(event.issuer()).contains(SampleIssuer.NAME);
        assertThat(event.issuerSubject()).isEmpty();
        assertThat(event.tokenId()).isEmpty();
    }

    @Test
    void aRefusalAfterTheVerificationTellsTheSubjectAsItsIssuerSaysIt() {
        endpoint.exchange(endpoint.assertion());
        endpoint.exchange(endpoint.assertion());
        TokenEvent replayed = endpoint.events.getLast();
        assertThat(replayed.code()).contains(RejectionCode.ASSERTION_REPLAYED);
        assertThat(replayed.issuerSubject()).contains("alice");
    }

    @Test
    void aRequestForTheClientItselfTellsNoSubjectOfAnIssuer() {
        endpoint.trust(SampleIssuer.partner(), SampleClient.orders().grantTypes(GrantType.CLIENT_CREDENTIALS));
        endpoint.answer(
                SampleClient.credentials(),
                new ClientCredentialsGrant(),
                new RequestedAccess(Optional.empty(), List.of()));
        assertThat(onlyEvent().outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(onlyEvent().issuerSubject()).isEmpty();
    }

    @Test
    void aRequestThatCouldNotBeParsedIsRecordedToo() {
        endpoint.answer(Ruling.refused(new RequestRejection.AssertionMissing()));
        assertThat(onlyEvent().stage()).isEqualTo("received");
        assertThat(onlyEvent().code()).contains(RejectionCode.REQUEST_ASSERTION_MISSING);
        assertThat(onlyEvent().clientId()).isEmpty();
    }

    @Test
    void aFaultIsRecordedAndThrownOn() {
        endpoint.keys.first(() -> {
            throw new IllegalStateException("a bug");
        });
        assertThatIllegalStateException().isThrownBy(() -> endpoint.exchange(endpoint.assertion()));
        assertThat(onlyEvent().outcome()).isEqualTo(Outcome.FAULT);
    }

    @Test
    void theDurationIsTheTimeItTook() {
        endpoint.keys.first(() -> endpoint.clock.advance(Duration.ofMillis(7)));
        endpoint.exchange(endpoint.assertion());
        assertThat(onlyEvent().duration()).isEqualTo(Duration.ofMillis(7));
    }

    @Test
    void aClockThatIsSetBackMakesNoNegativeDuration() {
        endpoint.keys.first(() -> endpoint.clock.advance(Duration.ofHours(-1)));
        endpoint.exchange(endpoint.assertion());
        assertThat(onlyEvent().duration()).isEqualTo(Duration.ZERO);
    }

    @Test
    void neitherTheAssertionNorTheTokenNorTheSecretStandsInAnEvent() {
        String assertion = endpoint.assertion().compact();
        var answer = SampleEndpoint.token(endpoint.exchange(assertion));
        endpoint.exchange(assertion);
        assertThat(endpoint.events)
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.toString())
                        .doesNotContain(assertion.substring(assertion.indexOf('.')))
                        .doesNotContain(answer.accessToken())
                        .doesNotContain(SampleClient.SECRET));
    }
}
