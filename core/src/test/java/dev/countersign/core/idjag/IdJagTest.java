package dev.countersign.core.idjag;

import static dev.countersign.core.fixtures.SampleEndpoint.code;
import static dev.countersign.core.fixtures.SampleEndpoint.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.client.ClientAuthentication;
import dev.countersign.core.explain.ExplainRequest;
import dev.countersign.core.fixtures.SampleAssertion;
import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.fixtures.SampleEndpoint;
import dev.countersign.core.fixtures.SampleIdJag;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.fixtures.SampleServer;
import dev.countersign.core.grant.JwtBearerGrant;
import dev.countersign.core.idjag.IdJagRule.Acceptance;
import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.core.oauth.ErrorCode;
import dev.countersign.core.oauth.GrantProfile;
import dev.countersign.core.oauth.TokenTypes;
import dev.countersign.core.policy.RequestedAccess;
import dev.countersign.core.rejection.OAuthError;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.core.trust.TrustedIssuer.IssuedAtRule;
import dev.countersign.core.trust.TrustedIssuer.ReplayRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the ID-JAG as a JWT: its profile, and everything but scopes, resources and keys. */
class IdJagTest {
    private static final String SPECIFICATION = "draft-ietf-oauth-identity-assertion-authz-grant-05 ";

    private final SampleEndpoint endpoint = SampleIdJag.endpoint();

    private SampleAssertion idJag() {
        return SampleIdJag.at(endpoint.clock.instant());
    }

    private String present(SampleAssertion assertion) {
        return code(endpoint.exchange(assertion.compact()));
    }

    private static String present(SampleIssuer issuer, SampleAssertion assertion) {
        return code(SampleEndpoint.of(issuer, SampleIdJag.client()).exchange(assertion.compact()));
    }

    @Test
    @Spec(SPECIFICATION + "§4.4.1")
    void acceptsACompleteOne() {
        var answer = token(endpoint.exchange(idJag().compact()));

        assertThat(answer.token().subject()).isEqualTo("partner:alice");
        assertThat(answer.refreshToken()).isEmpty();
        assertThat(endpoint.events.getLast().profile()).contains(GrantProfile.ID_JAG);
    }

    @Test
    void theEventOfAnOrdinaryAssertionNamesNoProfile() {
        token(endpoint.exchange(endpoint.assertion().compact()));

        assertThat(endpoint.events.getLast().profile()).isEmpty();
    }

    @Test
    void theEventOfARefusedOneNamesItsProfile() {
        assertThat(present(idJag().without("jti"))).isEqualTo("assertion.jti_missing");

        assertThat(endpoint.events.getLast().profile()).contains(GrantProfile.ID_JAG);
    }

    @Test
    @Spec(SPECIFICATION + "§4.4.1")
    void refusesTheTypeWhereTheProfileIsOff() {
        assertThat(present(SampleIssuer.partner(), idJag())).isEqualTo("assertion.type_not_allowed");
        assertThat(present(SampleIssuer.partner().types(TokenTypes.ID_JAG), idJag()))
                .as("listed in a document of an older version")
                .isEqualTo("assertion.type_not_allowed");
        assertThat(present(SampleIssuer.partner().types("JWT"), idJag().ofType("JWT")))
                .as("without the type it is an ordinary assertion")
                .isEqualTo("accepted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/oauth-id-jag+jwt",
                "OAUTH-ID-JAG+JWT",
                "oauth-id-jag+jwt;v=1",
                " oauth-id-jag+jwt",
                "oauth-id-jag",
                ""
            })
    @Spec(SPECIFICATION + "§3.1")
    void refusesEveryOtherSpellingOfTheType(String type) {
        for (Acceptance acceptance : List.of(Acceptance.ACCEPTED, Acceptance.ONLY)) {
            assertThat(present(SampleIssuer.partner().idJag(acceptance), idJag().ofType(type)))
                    .isEqualTo("assertion.type_not_allowed");
        }
    }

    @Test
    void anIssuerOfIdJagsAloneSendsNoOrdinaryAssertions() {
        SampleIssuer only = SampleIssuer.partner().idJag(Acceptance.ONLY);

        assertThat(present(only, idJag())).isEqualTo("accepted");
        assertThat(present(only, endpoint.assertion())).isEqualTo("assertion.type_not_allowed");
        assertThat(present(only, idJag().ofType("JWT"))).isEqualTo("assertion.type_not_allowed");
        assertThat(present(only.types("custom+jwt"), idJag().ofType("custom+jwt")))
                .isEqualTo("assertion.type_not_allowed");
    }

    @Test
    void besideThemOrdinaryAssertionsKeepTheirRules() {
        assertThat(present(endpoint.assertion()
                        .with("aud", SampleIssuer.ALIAS)
                        .without("iat")
                        .without("jti")))
                .isEqualTo("accepted");
        assertThat(present(endpoint.assertion().with("cnf", Map.of("jkt", "x"))))
                .isEqualTo("assertion.claim_not_allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "sub", "aud", "client_id", "exp", "iat"})
    @Spec(SPECIFICATION + "§3.1")
    void requiresTheClaim(String claim) {
        assertThat(present(idJag().without(claim))).isEqualTo("assertion.claim_missing");
        assertThat(present(idJag().with(claim, Map.of()))).isEqualTo("assertion.claim_malformed");
        assertThat(present(idJag().with(claim, JsonNull.NULL))).isEqualTo("assertion.claim_malformed");
    }

    @Test
    @Spec(SPECIFICATION + "§3.1")
    void requiresAnIdentifierWhateverTheIssuersRule() {
        SampleIssuer lax = SampleIdJag.issuer().replay(new ReplayRule(false, true));

        assertThat(present(lax, idJag().without("jti"))).isEqualTo("assertion.jti_missing");
        assertThat(present(lax, idJag().with("jti", 7L))).isEqualTo("assertion.claim_malformed");
    }

    @Test
    @Spec(SPECIFICATION + "§3.1")
    void requiresIatWhateverTheIssuersRule() {
        var lax = new IssuedAtRule(Optional.of(false), Optional.empty(), false);

        assertThat(present(SampleIdJag.issuer().issuedAt(lax), idJag().without("iat")))
                .isEqualTo("assertion.claim_missing");
    }

    @Test
    @Spec(SPECIFICATION + "§4.4.1")
    void itsAudienceIsTheIssuerIdentifierAlone() {
        assertThat(present(idJag().with("aud", SampleServer.ISSUER))).isEqualTo("accepted");
        assertThat(present(idJag().with("jti", "jti-2").with("aud", List.of(SampleServer.ISSUER))))
                .isEqualTo("accepted");
        for (Object other : List.of(
                SampleServer.TOKEN_ENDPOINT,
                SampleIssuer.ALIAS,
                "https://further.example",
                SampleServer.ISSUER + "/",
                List.of(SampleServer.ISSUER, "https://other.example"),
                List.of(SampleServer.ISSUER, SampleServer.ISSUER))) {
            assertThat(present(SampleIdJag.issuer().audiences("https://further.example"), idJag().with("aud", other)))
                    .as(other.toString())
                    .isEqualTo("assertion.audience_mismatch");
        }
        assertThat(present(idJag().with("aud", List.of()))).isEqualTo("assertion.claim_malformed");
    }

    @Test
    @Spec(SPECIFICATION + "§4.4.1")
    void itIsForTheClientThatPresentsIt() {
        for (String other : List.of(
                "another-client",
                SampleClient.NAME,
                SampleClient.CLIENT_ID.toUpperCase(java.util.Locale.ROOT),
                SampleClient.CLIENT_ID + " ")) {
            assertThat(present(idJag().with("client_id", other))).as(other).isEqualTo("assertion.client_mismatch");
        }
        assertThat(endpoint.ledger.tokens()).isEmpty();
    }

    @Test
    @Spec(SPECIFICATION + "§4.4.1")
    void itIsNeverRedeemedForADefaultApplication() {
        SampleEndpoint bare =
                SampleEndpoint.of(SampleIdJag.issuer().withoutCredentials(SampleClient.NAME), SampleIdJag.client());
        var grant = new JwtBearerGrant(idJag().compact());
        var nothingMore = new RequestedAccess(Optional.empty(), List.of());

        assertThat(code(bare.answer(new ClientAuthentication.Missing(), grant, nothingMore)))
                .isEqualTo("assertion.client_mismatch");
        assertThat(bare.explain(new ExplainRequest(grant, Optional.empty(), Optional.empty(), List.of(), List.of()))
                        .code())
                .contains(RejectionCode.ASSERTION_CLIENT_MISMATCH);
        assertThat(code(bare.answer(
                        new ClientAuthentication.Missing(),
                        new JwtBearerGrant(bare.assertion().with("jti", "jti-2").compact()),
                        nothingMore)))
                .as("an ordinary assertion is")
                .isEqualTo("accepted");
        assertThat(code(bare.answer(SampleClient.credentials(), grant, nothingMore)))
                .isEqualTo("accepted");
    }

    @Test
    void timesHaveTheBoundsOfEveryAssertion() {
        long now = endpoint.clock.instant().getEpochSecond();

        assertThat(present(idJag().with("exp", now - 30))).isEqualTo("assertion.expired");
        assertThat(present(idJag().with("exp", now - 29).with("iat", now - 60).with("jti", "a")))
                .isEqualTo("accepted");
        assertThat(present(idJag().with("nbf", now + 31))).isEqualTo("assertion.not_yet_valid");
        assertThat(present(idJag().with("nbf", now + 30).with("jti", "b"))).isEqualTo("accepted");
        assertThat(present(idJag().with("iat", now + 31))).isEqualTo("assertion.issued_in_future");
        assertThat(present(idJag().with("iat", now - 1831))).isEqualTo("assertion.too_old");
        assertThat(present(idJag().with("iat", now - 1830).with("jti", "c"))).isEqualTo("accepted");
        assertThat(present(SampleIdJag.issuer().maxLifetime(Duration.ofSeconds(299)), idJag()))
                .isEqualTo("assertion.lifetime_too_long");
        assertThat(present(SampleIdJag.issuer().maxLifetime(Duration.ofSeconds(300)), idJag()))
                .isEqualTo("accepted");
    }

    @Test
    @Spec("MCP Enterprise-Managed Authorization §7.4.2")
    void isRedeemedOnceEvenWhereAssertionsMayBeReused() {
        SampleEndpoint reusing =
                SampleEndpoint.of(SampleIdJag.issuer().replay(new ReplayRule(false, true)), SampleIdJag.client());
        String text = SampleIdJag.at(reusing.clock.instant()).compact();

        assertThat(code(reusing.exchange(text))).isEqualTo("accepted");
        assertThat(code(reusing.exchange(text))).isEqualTo("assertion.replayed");
        reusing.clock.advance(Duration.ofSeconds(329));
        assertThat(code(reusing.exchange(text))).as("until exp and the skew").isEqualTo("assertion.replayed");
        String ordinary = reusing.assertion().with("jti", "jti-2").compact();
        assertThat(code(reusing.exchange(ordinary))).isEqualTo("accepted");
        assertThat(code(reusing.exchange(ordinary))).isEqualTo("accepted");
    }

    @Test
    @Spec(SPECIFICATION + "§9.3")
    void oneOfThisServerIsNeverRedeemedHere() {
        assertThat(present(idJag().with("iss", SampleServer.ISSUER))).isEqualTo("issuer.is_ourselves");
    }

    @Test
    void neverGivesARefreshToken() {
        SampleEndpoint refreshing =
                SampleEndpoint.of(SampleIdJag.issuer(), SampleIdJag.client().refreshTokens(Duration.ofDays(1)));

        assertThat(token(refreshing.exchange(SampleIdJag.at(refreshing.clock.instant())))
                        .refreshToken())
                .isEmpty();
        assertThat(token(refreshing.exchange(refreshing.assertion().with("jti", "jti-2")))
                        .refreshToken())
                .isPresent();
    }

    @Test
    void securityEventsAreNoIdJags() {
        assertThat(present(idJag().with("events", Map.of()))).isEqualTo("assertion.claim_not_allowed");
    }

    @Test
    @Spec(SPECIFICATION + "§4.4.1")
    @Spec("RFC 9396 §5")
    void refusesAuthorizationDetailsInTheClaim() {
        for (Object details : List.of(List.of(Map.of("type", "payment")), List.of(), "[]", JsonNull.NULL)) {
            Ruling<?> ruling = endpoint.exchange(
                    idJag().with("authorization_details", details).compact());

            assertThat(ruling).isInstanceOfSatisfying(Ruling.Refused.class, refused -> {
                assertThat(refused.rejection().code().value()).isEqualTo("request.authorization_details_unsupported");
                OAuthError error = OAuthError.of(refused.rejection());
                assertThat(error.error()).isEqualTo(ErrorCode.INVALID_AUTHORIZATION_DETAILS);
                assertThat(error.status()).isEqualTo(400);
            });
        }
    }

    @Test
    @Spec("RFC 9396 §5")
    void refusesAuthorizationDetailsInTheRequest() {
        var nothingMore = new RequestedAccess(Optional.empty(), List.of());

        assertThat(code(endpoint.answer(
                        SampleClient.credentials(), new JwtBearerGrant(idJag().compact(), true), nothingMore)))
                .isEqualTo("request.authorization_details_unsupported");
        assertThat(code(endpoint.answer(
                        SampleClient.credentials(),
                        new JwtBearerGrant(endpoint.assertion().compact(), true),
                        nothingMore)))
                .as("an unknown parameter beside an ordinary assertion")
                .isEqualTo("accepted");
    }

    @Test
    @Spec(SPECIFICATION + "§9.6")
    void aSubjectIdentifierOfAnotherFormatEstablishesNothing() {
        for (Object other : List.of(
                Map.of("format", "saml-nameid", "issuer", "https://idp.example", "nameid", "bob"),
                Map.of("format", "iss_sub", "iss", "https://idp.example", "sub", "bob"),
                "bob",
                JsonNull.NULL)) {
            var answer = token(endpoint.exchange(
                    idJag().with("jti", "j" + other).with("sub_id", other).compact()));

            assertThat(answer.token().subject()).isEqualTo("partner:alice");
        }
        assertThat(present(idJag().with("sub_id", Map.of("format", "iss_sub")).without("sub")))
                .isEqualTo("assertion.claim_missing");
    }

    @Test
    @Spec(SPECIFICATION + "§6")
    void aConditionPinsTheTenant() {
        SampleIssuer pinned = SampleIdJag.issuer().conditions("claims.tenant == 't-1'");

        assertThat(present(pinned, idJag().with("tenant", "t-1"))).isEqualTo("accepted");
        assertThat(present(pinned, idJag().with("tenant", "t-2"))).isEqualTo("policy.condition_failed");
        assertThat(present(pinned, idJag())).isEqualTo("policy.condition_failed");
    }

    @Test
    void withoutAnApplicationTheExplanationLeavesItsChecksOpen() {
        var explanation = endpoint.explain(new ExplainRequest(
                new JwtBearerGrant(idJag().compact()), Optional.empty(), Optional.empty(), List.of(), List.of()));

        assertThat(explanation.code()).isEmpty();
        assertThat(explanation.profile()).contains(GrantProfile.ID_JAG);
        assertThat(explanation.checks())
                .filteredOn(check -> check.code().value().equals("assertion.client_mismatch"))
                .singleElement()
                .satisfies(check -> assertThat(check.evidence()).isEmpty());
    }
}
