package dev.countersign.core.grant;

import static dev.countersign.core.fixtures.SampleEndpoint.code;
import static dev.countersign.core.fixtures.SampleEndpoint.resources;
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
import dev.countersign.core.issuer.IssuerKeys.KeyLookup;
import dev.countersign.core.issuer.TrustedIssuer.ClaimMapping;
import dev.countersign.core.issuer.TrustedIssuer.SubjectMapping;
import dev.countersign.core.jose.Algorithm;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.oauth.ScopeSet;
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
        AccessTokenAnswer answer = token(endpoint.exchange(endpoint.assertion()));

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
        AccessTokenAnswer answer = token(endpoint.exchange(endpoint.assertion()));
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
        endpoint.keys.add("https://stranger.example", stranger);
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
    void aMetConditionPassesAndAnUnmetOneRefuses() {
        SampleEndpoint endpoint = with(SampleIssuer.partner().conditions("claims.email_verified == true"));
        assertThat(code(endpoint.exchange(endpoint.assertion().with("email_verified", true))))
                .isEqualTo("accepted");
        assertThat(code(endpoint.exchange(endpoint.assertion().with("email_verified", false))))
                .isEqualTo("policy.condition_failed");
        assertThat(code(endpoint.exchange(endpoint.assertion()))).isEqualTo("policy.condition_failed");
    }

    @Test
    void theSubjectIsMappedAsTheIssuerSays() {
        SampleEndpoint asIs = with(SampleIssuer.partner().subject(new SubjectMapping.AsIs()));
        assertThat(token(asIs.exchange(asIs.assertion())).token().subject()).isEqualTo("alice");
        SampleEndpoint claim = with(SampleIssuer.partner().subject(new SubjectMapping.FromClaim("email")));
        assertThat(token(claim.exchange(claim.assertion().with("email", "a@b.example")))
                        .token()
                        .subject())
                .isEqualTo("a@b.example");
        for (Object useless : List.of("", 1L, List.of("a"))) {
            assertThat(code(claim.exchange(
                            claim.assertion().with("jti", "j" + useless).with("email", useless))))
                    .isEqualTo("policy.subject_not_mapped");
        }
        assertThat(code(claim.exchange(claim.assertion().with("jti", "j")))).isEqualTo("policy.subject_not_mapped");
    }

    @Test
    @Spec("RFC 9068 §5")
    void twoIssuersWithTheSameSubjectNeverNameTheSamePerson() {
        var other = SampleIssuer.partner().named("issuer-2", "other", "https://other.example");
        SampleEndpoint endpoint = SampleEndpoint.of(
                List.of(SampleIssuer.partner().build(), other.build()),
                SampleClient.orders().build());
        endpoint.keys.add("https://other.example", SampleKeys.ofThirdParty(Algorithm.ES256));
        String first = token(endpoint.exchange(endpoint.assertion())).token().subject();
        String second = token(endpoint.exchange(endpoint.assertion().with("iss", "https://other.example")))
                .token()
                .subject();
        assertThat(first).isEqualTo("partner:alice");
        assertThat(second).isEqualTo("other:alice");
    }

    @Test
    void mappedClaimsAreCopiedAndNeverOverwriteOurOwn() throws Exception {
        SampleEndpoint endpoint = with(SampleIssuer.partner()
                .claims(
                        new ClaimMapping("email", "mail"),
                        new ClaimMapping("absent", "absent"),
                        new ClaimMapping("email", "sub"),
                        new ClaimMapping("email", "scope")));
        var assertion = endpoint.assertion().with("email", "a@b.example");
        var claims = SignedJWT.parse(token(endpoint.exchange(assertion)).accessToken())
                .getJWTClaimsSet();
        assertThat(claims.getClaims())
                .containsEntry("mail", "a@b.example")
                .containsEntry("sub", "partner:alice")
                .containsEntry("scope", "orders:read")
                .doesNotContainKey("absent");
    }

    @Test
    @Spec("RFC 6749 §3.3")
    @Spec("RFC 7521 §4.1")
    void grantsOnlyScopesOfApplicationAndIssuer() {
        SampleEndpoint endpoint = with(SampleIssuer.partner().scopes("orders:write", "other"));
        assertThat(granted(endpoint, "orders:read orders:write other")).isEqualTo("orders:write");
        assertThat(granted(endpoint, "orders:read")).isEqualTo("policy.scope_not_allowed");
        assertThat(granted(endpoint, "other")).isEqualTo("policy.scope_not_allowed");
        assertThat(granted(endpoint, "")).as("no scope asked for").isEqualTo("");
        SampleEndpoint unlimited = SampleEndpoint.ordinary();
        assertThat(granted(unlimited, "orders:write orders:read orders:write")).isEqualTo("orders:read orders:write");
    }

    private static String granted(SampleEndpoint endpoint, String scope) {
        var ruling = endpoint.exchange(
                endpoint.assertion().with("jti", "jti " + scope).compact(), scope(scope));
        return code(ruling).equals("accepted") ? token(ruling).token().scopes().toString() : code(ruling);
    }

    @Test
    void aRequestWithoutScopeAsksForTheApplicationsDefault() {
        SampleEndpoint none = with(SampleClient.orders().defaultScopes());
        assertThat(token(none.exchange(none.assertion())).token().scopes()).isEqualTo(ScopeSet.EMPTY);
        SampleEndpoint ceiling = with(SampleIssuer.partner().scopes("orders:write"));
        assertThat(code(ceiling.exchange(ceiling.assertion()))).isEqualTo("policy.scope_not_allowed");
    }

    @Test
    @Spec("RFC 8707 §2")
    @Spec("RFC 9068 §3")
    void theAudienceIsTheResourceAskedForOrAllOfTheApplications() {
        SampleEndpoint endpoint = with(SampleClient.orders().audiences("https://a.example", "https://b.example"));
        assertThat(audience(endpoint)).isEqualTo("[https://a.example, https://b.example]");
        assertThat(audience(endpoint, "https://b.example")).isEqualTo("[https://b.example]");
        assertThat(audience(endpoint, "https://b.example", "https://b.example")).isEqualTo("[https://b.example]");
        assertThat(audience(endpoint, "https://c.example")).isEqualTo("policy.resource_not_allowed");
        assertThat(audience(endpoint, "https://a.example", "https://c.example"))
                .isEqualTo("policy.resource_not_allowed");
        assertThat(audience(SampleEndpoint.ordinary())).isEqualTo("[" + SampleServer.ISSUER + "]");
        assertThat(audience(SampleEndpoint.ordinary(), SampleServer.ISSUER)).isEqualTo("[" + SampleServer.ISSUER + "]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"relative", "https://a.example#fragment", "https://a.example#", "/path", "%", ""})
    @Spec("RFC 8707 §2")
    void refusesAResourceThatIsNoAbsoluteUriWithoutFragment(String resource) {
        SampleEndpoint endpoint = with(SampleClient.orders().audiences("https://a.example", "relative", "/path"));
        assertThat(audience(endpoint, resource)).isEqualTo("policy.resource_not_allowed");
    }

    private static String audience(SampleEndpoint endpoint, String... resources) {
        String jti = "jti " + List.of(resources);
        var ruling = endpoint.exchange(endpoint.assertion().with("jti", jti).compact(), resources(resources));
        return code(ruling).equals("accepted")
                ? token(ruling).token().audiences().toString()
                : code(ruling);
    }

    @Test
    @Spec("RFC 7521 §4.1")
    void theAssertionsExpiryBoundsTheTokenOnlyWhereTheIssuerSaysSo() {
        SampleEndpoint unbound = SampleEndpoint.ordinary();
        assertThat(token(unbound.exchange(unbound.assertion())).lifetime()).isEqualTo(Duration.ofHours(1));
        SampleEndpoint bound = with(SampleIssuer.partner().boundByAssertion());
        assertThat(token(bound.exchange(bound.assertion())).lifetime()).isEqualTo(Duration.ofMinutes(5));
        SampleEndpoint shorter = SampleEndpoint.of(
                SampleIssuer.partner().boundByAssertion(), SampleClient.orders().lifetime(Duration.ofMinutes(1)));
        assertThat(token(shorter.exchange(shorter.assertion())).lifetime()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void aBoundTokenIsNeverBornExpired() {
        SampleEndpoint bound = with(SampleIssuer.partner().boundByAssertion());
        long now = bound.clock.instant().getEpochSecond();
        assertThat(code(bound.exchange(bound.assertion().with("exp", now)))).isEqualTo("assertion.expired");
        assertThat(token(bound.exchange(bound.assertion().with("exp", now + 1))).lifetime())
                .isEqualTo(Duration.ofSeconds(1));
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
        var ruling = endpoint.answer(
                SampleClient.credentials(), new TokenRequest.Grant.ClientCredentials(), scope("orders:write"));
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
