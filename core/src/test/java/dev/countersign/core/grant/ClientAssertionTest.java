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
import dev.countersign.core.issuer.IssuerKeys;
import dev.countersign.core.issuer.IssuerKeys.KeyLookup;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.signing.SigningKey;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.policy.RequestedAccess;
import dev.countersign.core.rejection.RejectionCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application that signs a JWT in place of showing a secret (RFC 7523 §2.2, RFC 10070 §4). */
class ClientAssertionTest {
    private static final SigningKey KEY = SampleKeys.ofThirdParty(Algorithm.PS256);

    private final SampleEndpoint endpoint =
            SampleEndpoint.of(SampleIssuer.partner(), SampleClient.orders().signing(Optional.empty()));

    ClientAssertionTest() {
        endpoint.keys.add(SampleClient.CLIENT_ID, KEY);
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
                proof, Optional.of(new ClientId(SampleClient.CLIENT_ID)), named.map(ClientId::new));
        return SampleEndpoint.code(endpoint.answer(
                client, new TokenRequest.Grant.JwtBearer(assertion), new RequestedAccess(Optional.empty(), List.of())));
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
        endpoint.keys.answer(new IssuerKeys.KeyLookup.Unavailable("connection refused", Duration.ofSeconds(5)));

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
        endpoint.keys.add(SampleIssuer.ISSUER, KEY);
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
