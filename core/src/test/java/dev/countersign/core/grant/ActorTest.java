package dev.countersign.core.grant;

import static dev.countersign.core.fixtures.SampleEndpoint.code;
import static dev.countersign.core.fixtures.SampleEndpoint.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.fixtures.SampleAssertion;
import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.fixtures.SampleEndpoint;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.fixtures.SampleServer;
import dev.countersign.core.fixtures.SampleTokenExchange;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.rejection.OAuthError;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.core.token.Derivation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tests of actors in a token exchange (RFC 8693 §4.1, §4.4). */
class ActorTest {
    private final SampleEndpoint endpoint =
            SampleEndpoint.of(SampleIssuer.partner().exchanged(), client());

    private static SampleClient client() {
        return SampleClient.orders().grantTypes(GrantType.TOKEN_EXCHANGE, GrantType.JWT_BEARER);
    }

    private SampleAssertion subject() {
        return endpoint.assertion();
    }

    private SampleAssertion actor(String name) {
        return endpoint.assertion().with("sub", name).with("jti", "jti-" + name);
    }

    /** A chain of this many actors, the current one first. */
    private static Map<String, Object> chain(int number) {
        Map<String, Object> claim = new LinkedHashMap<>();
        claim.put("sub", "actor-" + number);
        claim.put("iss", "https://other.example");
        if (number > 1) {
            claim.put("act", chain(number - 1));
        }
        return claim;
    }

    private static String refusal(Ruling<TokenResponse> ruling) {
        return ruling instanceof Ruling.Refused<TokenResponse> refused
                ? code(ruling) + " "
                        + OAuthError.of(refused.rejection()).error().value()
                : "accepted";
    }

    private Map<String, Object> act(TokenResponse answer) {
        return answer.token().derivation().claims();
    }

    @Test
    @Spec("RFC 8693 §4.1")
    void namesTheActorAsItsIssuerDoes() {
        TokenResponse answer =
                token(SampleTokenExchange.of(subject()).actor(actor("robot")).at(endpoint));

        assertThat(act(answer)).isEqualTo(Map.of("act", Map.of("sub", "robot", "iss", SampleIssuer.ISSUER)));
        assertThat(endpoint.events.getLast().actor()).contains("robot of " + SampleIssuer.ISSUER);
        assertThat(endpoint.ledger.replayKeys()).hasSize(2);
    }

    @Test
    void namesTheSubjectOfATokenOfOursByOurIdentifier() {
        TokenResponse own = token(endpoint.exchange(actor("robot").compact()));
        TokenResponse answer = token(SampleTokenExchange.of(subject())
                .with("actor_token", own.accessToken())
                .with("actor_token_type", SampleTokenExchange.ACCESS_TOKEN)
                .at(endpoint));

        assertThat(act(answer)).isEqualTo(Map.of("act", Map.of("sub", "partner:robot", "iss", SampleServer.ISSUER)));
    }

    @Test
    void keepsAnEarlierActor() {
        TokenResponse answer = token(SampleTokenExchange.of(
                        subject().with("act", Map.of("sub", "a", "iss", "https://other.example", "email", "x")))
                .at(endpoint));

        assertThat(act(answer)).isEqualTo(Map.of("act", Map.of("sub", "a", "iss", "https://other.example")));
    }

    @Test
    @Spec("RFC 8693 §4.1")
    void nestsAtMostFourActors() {
        assertThat(refusal(SampleTokenExchange.of(subject().with("act", chain(3)))
                        .actor(actor("robot"))
                        .at(endpoint)))
                .isEqualTo("accepted");
        assertThat(refusal(SampleTokenExchange.of(subject().with("jti", "4").with("act", chain(4)))
                        .at(endpoint)))
                .isEqualTo("accepted");
        assertThat(refusal(SampleTokenExchange.of(subject().with("jti", "5").with("act", chain(4)))
                        .actor(actor("another"))
                        .at(endpoint)))
                .isEqualTo("assertion.claim_malformed invalid_request");
        assertThat(refusal(SampleTokenExchange.of(subject().with("jti", "6").with("act", chain(5)))
                        .at(endpoint)))
                .isEqualTo("assertion.claim_malformed invalid_request");
    }

    @Test
    void nestsAtMostFourActorsAlsoInTokensOfOurs() {
        TokenResponse current = token(SampleTokenExchange.of(subject()).at(endpoint));
        for (int i = 1; i <= 4; i++) {
            current =
                    token(SampleTokenExchange.of(current).actor(actor("a" + i)).at(endpoint));
        }

        assertThat(act(current).toString()).contains("a4", "a3", "a2", "a1");
        assertThat(refusal(SampleTokenExchange.of(current).actor(actor("a5")).at(endpoint)))
                .isEqualTo("token.unusable invalid_request");
        assertThat(refusal(SampleTokenExchange.of(current).at(endpoint))).isEqualTo("accepted");
    }

    @Test
    void refusesAMalformedActor() {
        for (Object malformed : new Object[] {
            "a",
            Map.of(),
            Map.of("sub", ""),
            Map.of("sub", 7L),
            Map.of("sub", "a", "iss", 7L),
            Map.of("sub", "a", "act", "b")
        }) {
            assertThat(refusal(SampleTokenExchange.of(subject().with("act", malformed))
                            .at(endpoint)))
                    .as(String.valueOf(malformed))
                    .isEqualTo("assertion.claim_malformed invalid_request");
        }
    }

    @Test
    @Spec("RFC 8693 §4.4")
    void mayActMustNameTheActor() {
        Map<String, Object> robot = Map.of("sub", "robot", "iss", SampleIssuer.ISSUER);
        assertThat(refusal(SampleTokenExchange.of(subject().with("may_act", robot))
                        .actor(actor("robot"))
                        .at(endpoint)))
                .isEqualTo("accepted");
        assertThat(refusal(SampleTokenExchange.of(subject().with("jti", "2").with("may_act", Map.of("sub", "r2")))
                        .actor(actor("r2"))
                        .at(endpoint)))
                .isEqualTo("accepted");
        for (Object other : new Object[] {
            Map.of("sub", "r"),
            Map.of("sub", "r3", "iss", "https://other.example"),
            Map.of(),
            "r3",
            Map.of("iss", SampleIssuer.ISSUER)
        }) {
            assertThat(refusal(SampleTokenExchange.of(subject().with("jti", "3").with("may_act", other))
                            .actor(actor("r3"))
                            .at(endpoint)))
                    .as(String.valueOf(other))
                    .isEqualTo("policy.actor_not_allowed invalid_grant");
        }
    }

    @Test
    void mayActStillHoldsForTheTokenThatWasExchangedWithoutAnActor() {
        TokenResponse own = token(SampleTokenExchange.of(subject().with("may_act", Map.of("sub", "robot")))
                .at(endpoint));

        assertThat(refusal(SampleTokenExchange.of(own).actor(actor("other")).at(endpoint)))
                .isEqualTo("policy.actor_not_allowed invalid_grant");
        assertThat(refusal(SampleTokenExchange.of(own).actor(actor("robot")).at(endpoint)))
                .isEqualTo("accepted");
    }

    @Test
    @Spec("RFC 8693 §4.4")
    void mayActOfAnAssertionStillHoldsForTheTokenThatWasIssuedForIt() {
        for (SampleClient client : List.of(client(), client().opaqueTokens())) {
            endpoint.trust(SampleIssuer.partner().exchanged(), client);
            TokenResponse own = token(endpoint.exchange(subject()
                    .with("jti", UUID.randomUUID().toString())
                    .with("may_act", Map.of("sub", "robot"))
                    .compact()));

            assertThat(act(own)).isEqualTo(Map.of("may_act", Map.of("sub", "robot")));
            assertThat(refusal(SampleTokenExchange.of(own).actor(actor("other")).at(endpoint)))
                    .isEqualTo("policy.actor_not_allowed invalid_grant");
            assertThat(refusal(SampleTokenExchange.of(own)
                            .actor(actor("robot").with("jti", UUID.randomUUID().toString()))
                            .at(endpoint)))
                    .isEqualTo("accepted");
        }
    }

    @Test
    @Spec("RFC 8693 §4.4")
    void malformedMayActOfAnAssertionPermitsNoActor() {
        TokenResponse own =
                token(endpoint.exchange(subject().with("may_act", "robot").compact()));

        assertThat(act(own)).isEqualTo(Map.of("may_act", Map.of()));
        assertThat(refusal(SampleTokenExchange.of(own).actor(actor("robot")).at(endpoint)))
                .isEqualTo("policy.actor_not_allowed invalid_grant");
        assertThat(refusal(SampleTokenExchange.of(own).at(endpoint))).isEqualTo("accepted");
    }

    @Test
    void mayActOfAnAssertionStillHoldsAfterARefresh() {
        endpoint.trust(SampleIssuer.partner().exchanged(), client().refreshTokens(Duration.ofHours(1)));
        TokenResponse first = token(endpoint.exchange(
                subject().with("may_act", Map.of("sub", "robot")).compact()));
        TokenResponse next =
                token(endpoint.answer(new RefreshGrant(first.refreshToken().orElseThrow())));

        assertThat(act(next)).isEqualTo(Map.of("may_act", Map.of("sub", "robot")));
    }

    @Test
    void anAssertionWithoutMayActPermitsAnyActor() {
        TokenResponse own = token(endpoint.exchange(subject().compact()));

        assertThat(own.token().derivation()).isSameAs(Derivation.NONE);
        assertThat(refusal(SampleTokenExchange.of(own).actor(actor("other")).at(endpoint)))
                .isEqualTo("accepted");
    }

    @Test
    void refusesAFaultyActorTokenAsInvalidRequest() {
        assertThat(refusal(SampleTokenExchange.of(subject())
                        .actor(actor("robot").with("exp", 1L))
                        .at(endpoint)))
                .isEqualTo("assertion.expired invalid_request");
        assertThat(refusal(
                        SampleTokenExchange.of(subject()).actor(actor("robot")).at(endpoint)))
                .isEqualTo("accepted");
        assertThat(refusal(SampleTokenExchange.of(subject().with("jti", "2"))
                        .actor(actor("robot"))
                        .at(endpoint)))
                .isEqualTo("assertion.replayed invalid_request");
    }

    @Test
    void refusesOneJwtAsSubjectAndActor() {
        assertThat(refusal(SampleTokenExchange.of(subject()).actor(subject()).at(endpoint)))
                .isEqualTo("assertion.replayed invalid_request");
    }
}
