package dev.countersign.core.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.core.Spec;
import dev.countersign.core.client.AuthenticationMethod;
import dev.countersign.core.client.ClientAuthentication;
import dev.countersign.core.client.FailureThrottle;
import dev.countersign.core.client.PresentedSecret;
import dev.countersign.core.fixtures.SampleAssertion;
import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.fixtures.SampleEndpoint;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.fixtures.SampleKeys;
import dev.countersign.core.fixtures.SampleServer;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.signing.SigningKey;
import dev.countersign.core.jwt.UnverifiedJwt;
import dev.countersign.core.keys.VerificationKeys;
import dev.countersign.core.keys.VerificationKeys.KeyLookup;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.policy.RequestedAccess;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.rejection.Ruling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of client authentication by a signed JWT instead of a secret (RFC 7523 §2.2, RFC 10070 §4). */
class ClientAssertionTest {
    private static final RequestedAccess NOTHING_MORE = new RequestedAccess(Optional.empty(), List.of());
    private static final SigningKey KEY = SampleKeys.ofThirdParty(Algorithm.PS256);

    private final SampleEndpoint endpoint =
            SampleEndpoint.of(SampleIssuer.partner(), SampleClient.orders().signing(Optional.empty()));

    ClientAssertionTest() {
        endpoint.keys.add(SampleClient.NAME, KEY);
    }

    private SampleAssertion proof() {
        return SampleAssertion.at(endpoint.clock.instant())
                .with("iss", SampleClient.CLIENT_ID)
                .with("sub", SampleClient.CLIENT_ID)
                .with("jti", "proof-1")
                .ofType("client-authentication+jwt")
                .signedBy(KEY);
    }

    private String present(SampleAssertion proof) {
        return present(proof.compact(), endpoint.assertion().compact(), Optional.empty());
    }

    private String present(String proof, String assertion, Optional<String> named) {
        var client = new ClientAuthentication.Assertion(
                UnverifiedJwt.read(proof).toOptional().orElseThrow(), named.map(ClientId::new));
        return SampleEndpoint.code(endpoint.answer(
                client, new JwtBearerGrant(assertion), new RequestedAccess(Optional.empty(), List.of())));
    }

    private void refuses(SampleAssertion proof) {
        assertThat(present(proof)).isEqualTo("client.unauthenticated");
        assertThat(endpoint.ledger.tokens()).isEmpty();
        // what refused the client has not touched the grant
        assertThat(endpoint.ledger.replayKeys()).isEmpty();
    }

    @Test
    @Spec("RFC 7523 §3")
    void anAssertionSignedByTheClientIsAsGoodAsASecret() {
        assertThat(present(proof())).isEqualTo("accepted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT", "jwt", "application/client-authentication+jwt", "Client-Authentication+JWT"})
    @Spec("RFC 10070 §4")
    void itsTypeIsItsOwnOrSaysNothing(String type) {
        assertThat(present(proof().ofType(type))).isEqualTo("accepted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"at+jwt", "dpop+jwt", "secevent+jwt", "example"})
    @Spec("RFC 10070 §4")
    void anyOtherTypeIsRefused(String type) {
        refuses(proof().ofType(type));
    }

    @Test
    @Spec("RFC 10070 §4")
    void itsAudienceIsOurIssuerIdentifierAndNothingElse() {
        assertThat(present(proof().with("aud", List.of(SampleServer.ISSUER)))).isEqualTo("accepted");
    }

    @Test
    @Spec("RFC 10070 §4")
    void theTokenEndpointIsNoAudienceOfAClientAssertion() {
        refuses(proof().with("aud", SampleServer.TOKEN_ENDPOINT));
        refuses(proof().with("aud", List.of(SampleServer.ISSUER, SampleServer.TOKEN_ENDPOINT)));
        refuses(proof().with("aud", List.of(SampleServer.ISSUER, SampleServer.ISSUER)));
        refuses(proof().with("aud", List.of()));
        refuses(proof().without("aud"));
    }

    @Test
    @Spec("RFC 7523 §3")
    void issuerAndSubjectAreBothTheClient() {
        refuses(proof().with("sub", "alice"));
        refuses(proof().without("sub"));
        refuses(proof().with("iss", "somebody-else"));
        assertThat(present(proof().compact(), endpoint.assertion().compact(), Optional.of("another-app")))
                .isEqualTo("client.unauthenticated");
        assertThat(present(proof().compact(), endpoint.assertion().compact(), Optional.of(SampleClient.CLIENT_ID)))
                .isEqualTo("accepted");
    }

    @Test
    @Spec("RFC 7523 §3 (7)")
    void itIsUsedOnceAndNeedsAnIdentifier() {
        refuses(proof().without("jti"));
        String proof = proof().compact();
        assertThat(present(proof, endpoint.assertion().compact(), Optional.empty()))
                .isEqualTo("accepted");
        String second = endpoint.assertion().with("jti", "jti-2").compact();
        assertThat(present(proof, second, Optional.empty())).isEqualTo("client.unauthenticated");
        assertThat(endpoint.ledger.tokens()).hasSize(1);
        assertThat(present(proof().with("jti", "proof-2").compact(), second, Optional.empty()))
                .isEqualTo("accepted");
    }

    @Test
    @Spec("RFC 7523 §3 (7)")
    void aRefusedAssertionLeavesTheClientAssertionUsable() {
        String proof = proof().compact();
        String expired = endpoint.assertion()
                .with("exp", endpoint.clock.instant().getEpochSecond() - 60)
                .compact();
        assertThat(present(proof, expired, Optional.empty())).isEqualTo("assertion.expired");
        assertThat(present(proof, "no.such.jwt", Optional.empty())).isEqualTo("assertion.malformed");

        assertThat(present(proof, endpoint.assertion().compact(), Optional.empty()))
                .isEqualTo("accepted");
        assertThat(endpoint.ledger.replayKeys()).hasSize(2);
    }

    @Test
    void aSpentAssertionLeavesTheClientAssertionUsableAndASpentClientAssertionTheAssertion() {
        String assertion = endpoint.assertion().compact();
        String proof = proof().compact();
        assertThat(present(proof, assertion, Optional.empty())).isEqualTo("accepted");

        String fresh = proof().with("jti", "proof-2").compact();
        String next = endpoint.assertion().with("jti", "jti-2").compact();
        assertThat(present(fresh, assertion, Optional.empty())).isEqualTo("assertion.replayed");
        assertThat(present(proof, next, Optional.empty())).isEqualTo("client.unauthenticated");
        assertThat(present(fresh, next, Optional.empty())).isEqualTo("accepted");
    }

    @Test
    void oneOfManyRequestsAtOnceWithTheSameClientAssertionGetsAToken() throws Exception {
        String proof = proof().compact();
        List<Callable<String>> requests = IntStream.range(0, 16)
                .<Callable<String>>mapToObj(i -> () -> present(
                        proof, endpoint.assertion().with("jti", "jti-" + i).compact(), Optional.empty()))
                .toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var codes = new ArrayList<String>();
            for (var answer : threads.invokeAll(requests)) {
                codes.add(answer.get());
            }
            assertThat(codes).filteredOn("accepted"::equals).hasSize(1);
            assertThat(codes).filteredOn("client.unauthenticated"::equals).hasSize(15);
        }
        assertThat(endpoint.ledger.tokens()).hasSize(1);
    }

    @Test
    @Spec("RFC 7662 §2.1")
    void introspectionSpendsItAtOnce() {
        ClientAuthentication client = client(proof());

        assertThat(endpoint.introspecting(client)).isInstanceOf(Ruling.Granted.class);
        assertThat(endpoint.introspecting(client)).isInstanceOf(Ruling.Refused.class);

        assertThat(endpoint.events.getLast().code()).contains(RejectionCode.CLIENT_UNAUTHENTICATED);
        assertThat(present(proof())).isEqualTo("client.unauthenticated");
    }

    @Test
    @Spec("RFC 9700 §4.14.2")
    void aReplayOfAWholeRefreshRequestDoesNotEndTheFamily() {
        endpoint.trust(
                SampleIssuer.partner(),
                SampleClient.orders().signing(Optional.empty()).refreshTokens(Duration.ofDays(1)));
        String first = SampleEndpoint.token(endpoint.answer(
                        client(proof()), new JwtBearerGrant(endpoint.assertion().compact()), NOTHING_MORE))
                .refreshToken()
                .orElseThrow();
        var proof = client(proof().with("jti", "proof-2"));
        String second = SampleEndpoint.token(endpoint.answer(proof, new RefreshGrant(first), NOTHING_MORE))
                .refreshToken()
                .orElseThrow();

        assertThat(SampleEndpoint.code(endpoint.answer(proof, new RefreshGrant(first), NOTHING_MORE)))
                .isEqualTo("client.unauthenticated");
        assertThat(endpoint.ledger.refreshTokens().revoked()).isEmpty();
        assertThat(SampleEndpoint.code(endpoint.answer(
                        client(proof().with("jti", "proof-3")), new RefreshGrant(second), NOTHING_MORE)))
                .isEqualTo("accepted");
        assertThat(SampleEndpoint.code(
                        endpoint.answer(client(proof().with("jti", "proof-4")), new RefreshGrant(first), NOTHING_MORE)))
                .isEqualTo("refresh_token.reused");
        assertThat(endpoint.ledger.refreshTokens().revoked()).hasSize(1);
    }

    private static ClientAuthentication client(SampleAssertion proof) {
        return new ClientAuthentication.Assertion(
                UnverifiedJwt.read(proof.compact()).toOptional().orElseThrow(), Optional.empty());
    }

    @Test
    void itsTimeIsShort() {
        long now = endpoint.clock.instant().getEpochSecond();
        refuses(proof().with("exp", now - 30));
        refuses(proof().with("exp", now + 3601));
        refuses(proof().with("nbf", now + 31));
        refuses(proof().without("exp"));
        assertThat(present(proof().with("iat", now - 60).with("exp", now - 29))).isEqualTo("accepted");
    }

    @Test
    void nobodyElseSignsForIt() {
        refuses(proof().signedBy(SampleKeys.ofStranger(Algorithm.PS256)));
    }

    @Test
    @Spec("RFC 8725 §3.1")
    void theAlgorithmIsTheRegisteredOne() {
        endpoint.trust(SampleIssuer.partner(), SampleClient.orders().signing(Optional.of(Algorithm.ES256)));
        refuses(proof());
        endpoint.trust(SampleIssuer.partner(), SampleClient.orders().signing(Optional.of(Algorithm.PS256)));
        assertThat(present(proof())).isEqualTo("accepted");
    }

    @Test
    @Spec("RFC 9700 §2.5")
    void whoSignsShowsNoSecretAndWhoShowsASecretDoesNotSign() {
        assertThat(SampleEndpoint.code(endpoint.exchange(endpoint.assertion()))).isEqualTo("client.unauthenticated");
        endpoint.trust(SampleIssuer.partner(), SampleClient.orders());
        refuses(proof());
    }

    @Test
    @Spec("RFC 6749 §5.2")
    void keysThatCannotBeFetchedDoNotTellThatTheClientIsRegistered() {
        endpoint.keys.answer(new VerificationKeys.KeyLookup.Unavailable("connection refused", Duration.ofSeconds(5)));

        refuses(proof());

        var event = endpoint.events.getLast();
        assertThat(event.code()).contains(RejectionCode.CLIENT_UNAUTHENTICATED);
        assertThat(event.evidence().orElseThrow().actual()).contains("connection refused");
    }

    @Test
    void noSecretIsEverPresentedByTheMethodOfThoseWhoSign() {
        var secret = PresentedSecret.of(SampleClient.SECRET);
        var id = new ClientId(SampleClient.CLIENT_ID);

        assertThatThrownBy(() -> new ClientAuthentication.Secret(AuthenticationMethod.PRIVATE_KEY_JWT, id, secret))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aDisabledApplicationProvesNothing() {
        endpoint.trust(
                SampleIssuer.partner(),
                SampleClient.orders().signing(Optional.empty()).disabled());
        refuses(proof());
    }

    @Test
    @Spec("RFC 8725 §3.12")
    void whatProvedTheClientNeverGrantsAnything() {
        endpoint.keys.add(SampleIssuer.NAME, KEY);
        String both = proof().ofType("JWT").compact();
        assertThat(present(both, both, Optional.empty())).isNotEqualTo("accepted");
        assertThat(endpoint.ledger.tokens()).isEmpty();
    }

    @Test
    void keysThatCannotBeHadLookLikeEveryOtherFailureAndAreNotCounted() {
        endpoint.keys.answer(new KeyLookup.Unavailable("timed out", Duration.ofSeconds(5)));
        for (int i = 0; i <= FailureThrottle.FREE_FAILURES; i++) {
            refuses(proof());
        }
        assertThat(endpoint.events.getLast().evidence().orElseThrow().actual()).contains("issuer.keys_unavailable");
    }
}
