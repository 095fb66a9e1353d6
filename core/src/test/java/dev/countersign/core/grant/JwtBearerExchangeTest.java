package dev.countersign.core.grant;

import static dev.countersign.core.fixtures.SampleEndpoint.code;
import static dev.countersign.core.fixtures.SampleEndpoint.scope;
import static dev.countersign.core.fixtures.SampleEndpoint.token;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.SignedJWT;
import dev.countersign.core.Spec;
import dev.countersign.core.fixtures.Compact;
import dev.countersign.core.fixtures.SampleAssertion;
import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.fixtures.SampleEndpoint;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.fixtures.SampleKeys;
import dev.countersign.core.fixtures.SampleServer;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.keys.VerificationKeys.KeyLookup;
import dev.countersign.core.oauth.GrantType;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole exchange in core: one good request, and the ways in which it is refused. */
class JwtBearerExchangeTest {

    private static SampleEndpoint with(SampleIssuer issuer) {
        return SampleEndpoint.of(issuer, SampleClient.orders());
    }

    private static SampleEndpoint with(SampleClient client) {
        return SampleEndpoint.of(SampleIssuer.partner(), client);
    }

    @Test
    @Spec("RFC 9068 §2.1")
    @Spec("RFC 9068 §2.2")
    void issuesAnAccessTokenThatAStandardLibraryVerifies() throws Exception {
        SampleEndpoint endpoint = SampleEndpoint.ordinary();
        TokenResponse answer = token(endpoint.exchange(endpoint.assertion()));

        SignedJWT jwt = SignedJWT.parse(answer.accessToken());
        var published = JWK.parse(SampleKeys.ours().active(Algorithm.ES256).publicJwk());
        assertThat(jwt.verify(new ECDSAVerifier(published.toECKey()))).isTrue();
        assertThat(jwt.getHeader().getType().getType()).isEqualTo("at+jwt");
        assertThat(jwt.getHeader().getKeyID()).isEqualTo(published.getKeyID());
        Instant now = endpoint.clock.instant();
        assertThat(jwt.getJWTClaimsSet().getClaims())
                .containsEntry("iss", SampleServer.ISSUER)
                .containsEntry("sub", "partner:alice")
                .containsEntry("aud", List.of(SampleServer.ISSUER))
                .containsEntry("client_id", SampleClient.CLIENT_ID)
                .containsEntry("scope", "orders:read")
                .containsEntry("jti", answer.token().id().value())
                .containsEntry("iat", Date.from(now))
                .containsEntry("exp", Date.from(now.plusSeconds(3600)))
                .hasSize(8);
        assertThat(answer.lifetime()).isEqualTo(Duration.ofHours(1));
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    @Spec("RFC 7523 §5")
    void acceptsAnAssertionOfEveryAlgorithm(Algorithm algorithm) {
        SampleEndpoint endpoint = SampleEndpoint.ordinary();
        var assertion = endpoint.assertion().signedBy(SampleKeys.ofThirdParty(algorithm));
        assertThat(code(endpoint.exchange(assertion))).isEqualTo("accepted");
    }

    @ParameterizedTest
    @EnumSource(
            value = Algorithm.class,
            names = {"RS256", "ES256", "EDDSA"})
    void signsWithTheAlgorithmOfTheApplication(Algorithm algorithm) throws Exception {
        SampleEndpoint endpoint = with(SampleClient.orders().signingAlgorithm(algorithm));
        TokenResponse answer = token(endpoint.exchange(endpoint.assertion()));
        assertThat(SignedJWT.parse(answer.accessToken())
                        .getHeader()
                        .getAlgorithm()
                        .getName())
                .isEqualTo(algorithm.value());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a.b", "a.b.c", "e30.e30.", "{}", "e30.e30.e30 e30.e30.e30", "….….…"})
    @Spec("RFC 7523 §3 (9)")
    void refusesWhatIsNoJwt(String assertion) {
        assertThat(code(SampleEndpoint.ordinary().exchange(assertion))).isEqualTo("assertion.malformed");
    }

    @Test
    @Spec("RFC 7519 §7.2")
    void refusesAnEncryptedAssertion() {
        assertThat(code(SampleEndpoint.ordinary()
                        .exchange("eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkExMjhHQ00ifQ.AA.AA.AA.AA")))
                .isEqualTo("assertion.encrypted");
    }

    @Test
    @Spec("RFC 8725 §3.2")
    void refusesAnUnsignedAssertion() {
        SampleEndpoint endpoint = SampleEndpoint.ordinary();
        String unsigned =
                Compact.unsigned("{\"alg\":\"none\"}", endpoint.assertion().claimsJson());
        assertThat(code(endpoint.exchange(unsigned))).isEqualTo("assertion.algorithm_not_allowed");
    }

    @Test
    @Spec("RFC 7523 §3 (9)")
    void refusesABrokenSignature() {
        SampleEndpoint endpoint = SampleEndpoint.ordinary();
        assertThat(code(endpoint.exchange(endpoint.assertion().compactWithBrokenSignature())))
                .isEqualTo("assertion.signature_invalid");
    }

    @Test
    @Spec("RFC 8725 §3.8")
    void aStrangersKeyIsNoKeyOfTheIssuer() {
        SampleEndpoint endpoint = SampleEndpoint.ordinary();
        var stranger = SampleKeys.ofStranger(Algorithm.ES256);
        endpoint.keys.add("stranger", stranger);
        assertThat(code(endpoint.exchange(endpoint.assertion().signedBy(stranger))))
                .isEqualTo("assertion.key_not_found");
    }

    @Test
    void aKeyThatMayNotBeUsedIsNamed() {
        SampleEndpoint endpoint = SampleEndpoint.ordinary();
        endpoint.keys.answer(new KeyLookup.Unusable("kid a", "expired"));
        assertThat(code(endpoint.exchange(endpoint.assertion()))).isEqualTo("assertion.key_unusable");
    }

    @Test
    void keysThatCannotBeHadAreNotTheCallersFault() {
        SampleEndpoint endpoint = SampleEndpoint.ordinary();
        endpoint.keys.answer(new KeyLookup.Unavailable("timed out", Duration.ofSeconds(5)));
        assertThat(code(endpoint.exchange(endpoint.assertion()))).isEqualTo("issuer.keys_unavailable");
    }

    @Test
    @Spec("RFC 7523 §3 (1)")
    void refusesAnAssertionWithoutIssuer() {
        SampleEndpoint endpoint = SampleEndpoint.ordinary();
        assertThat(code(endpoint.exchange(endpoint.assertion().without("iss")))).isEqualTo("assertion.claim_missing");
        assertThat(code(endpoint.exchange(endpoint.assertion().with("iss", List.of(SampleIssuer.ISSUER)))))
                .isEqualTo("assertion.claim_malformed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {SampleIssuer.ISSUER + "/", "https://PARTNER.example/oauth2/token", "https://nobody.example"})
    @Spec("RFC 7523 §3 (1)")
    void refusesAnIssuerThatIsNotExactlyARegisteredOne(String issuer) {
        SampleEndpoint endpoint = SampleEndpoint.ordinary();
        assertThat(code(endpoint.exchange(endpoint.assertion().with("iss", issuer))))
                .isEqualTo("issuer.unknown");
    }

    @Test
    void refusesADisabledIssuer() {
        SampleEndpoint endpoint = with(SampleIssuer.partner().disabled());
        assertThat(code(endpoint.exchange(endpoint.assertion()))).isEqualTo("issuer.disabled");
        assertThat(endpoint.events.getLast().issuer()).contains("partner");
    }

    @Test
    void refusesAnIssuerTheApplicationMayNotUse() {
        SampleEndpoint endpoint = with(SampleClient.orders().trustedIssuers("other"));
        assertThat(code(endpoint.exchange(endpoint.assertion()))).isEqualTo("issuer.not_allowed_for_client");
        endpoint = with(SampleClient.orders().trustedIssuers());
        assertThat(code(endpoint.exchange(endpoint.assertion()))).isEqualTo("issuer.not_allowed_for_client");
        endpoint = with(SampleClient.orders().trustedIssuers("partner"));
        assertThat(code(endpoint.exchange(endpoint.assertion()))).isEqualTo("accepted");
    }

    @Test
    @Spec("RFC 8725 §3.12")
    void ourOwnAccessTokenIsNoAssertion() {
        SampleEndpoint endpoint = SampleEndpoint.ordinary();
        String own = token(endpoint.exchange(endpoint.assertion())).accessToken();
        assertThat(code(endpoint.exchange(own))).isEqualTo("issuer.is_ourselves");
    }

    @Test
    void refusesAClaimOnlyAfterTheSignature() {
        SampleEndpoint endpoint = SampleEndpoint.ordinary();
        var expired = endpoint.assertion().with("exp", 1L);
        assertThat(code(endpoint.exchange(expired))).isEqualTo("assertion.expired");
        assertThat(code(endpoint.exchange(expired.compactWithBrokenSignature())))
                .isEqualTo("assertion.signature_invalid");
    }

    @Test
    void refusesWhatTheHeaderSaysBeforeAnyKeyIsLookedFor() {
        SampleEndpoint endpoint = SampleEndpoint.ordinary();
        endpoint.keys.answer(new KeyLookup.Unavailable("must not be asked", Duration.ofSeconds(5)));
        assertThat(code(endpoint.exchange(endpoint.assertion().ofType("at+jwt"))))
                .isEqualTo("assertion.type_not_allowed");
    }

    @Test
    @Spec("RFC 6749 §5.2")
    void refusesTheGrantToAnApplicationThatMayNotUseIt() {
        SampleEndpoint endpoint = with(SampleClient.orders().grantTypes(GrantType.CLIENT_CREDENTIALS));
        assertThat(code(endpoint.exchange(endpoint.assertion()))).isEqualTo("client.grant_not_allowed");
    }

    @Test
    @Spec("RFC 6749 §4.4")
    void givesAClientATokenForItsOwnCredentials() {
        SampleEndpoint endpoint = with(SampleClient.orders().grantTypes(GrantType.CLIENT_CREDENTIALS));
        var ruling = endpoint.answer(SampleClient.credentials(), new ClientCredentialsGrant(), scope("orders:write"));
        assertThat(token(ruling).token().subject()).isEqualTo(SampleClient.CLIENT_ID);
        assertThat(token(ruling).token().scopes()).hasToString("orders:write");
        assertThat(token(ruling).token().issuer()).isEqualTo(Optional.empty());
        assertThat(endpoint.ledger.tokens()).containsExactly(token(ruling).token());
    }

    @Test
    void aChangeOfTrustCountsForTheVeryNextRequest() {
        SampleEndpoint endpoint = SampleEndpoint.ordinary();
        assertThat(code(endpoint.exchange(endpoint.assertion()))).isEqualTo("accepted");
        endpoint.trust(SampleIssuer.partner().disabled(), SampleClient.orders());
        assertThat(code(endpoint.exchange(endpoint.assertion().with("jti", "2"))))
                .isEqualTo("issuer.disabled");
        endpoint.trust(SampleIssuer.partner(), SampleClient.orders().disabled());
        assertThat(code(endpoint.exchange(endpoint.assertion().with("jti", "3"))))
                .isEqualTo("client.unauthenticated");
    }

    @Test
    @Spec("RFC 7519 §4")
    void aMemberSentTwiceNeverReachesACheck() {
        String header = SampleAssertion.headerJson("");
        String twice = "{\"iss\":\"" + SampleIssuer.ISSUER + "\",\"\\u0069ss\":\"" + SampleIssuer.ISSUER + "\"}";
        assertThat(code(SampleEndpoint.ordinary().exchange(SampleAssertion.signed(header, twice))))
                .isEqualTo("assertion.malformed");
    }
}
