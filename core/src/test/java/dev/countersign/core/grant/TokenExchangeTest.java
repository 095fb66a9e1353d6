package dev.countersign.core.grant;

import static dev.countersign.core.fixtures.SampleEndpoint.code;
import static dev.countersign.core.fixtures.SampleEndpoint.token;
import static dev.countersign.core.fixtures.SampleTokenExchange.ACCESS_TOKEN;
import static dev.countersign.core.fixtures.SampleTokenExchange.ID_JAG;
import static dev.countersign.core.fixtures.SampleTokenExchange.ID_TOKEN;
import static dev.countersign.core.fixtures.SampleTokenExchange.JWT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.fixtures.SampleAssertion;
import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.fixtures.SampleEndpoint;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.fixtures.SampleTokenExchange;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.oauth.TokenTypeUri;
import dev.countersign.core.rejection.OAuthError;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.core.token.IssuerSubject;
import dev.countersign.core.trust.TrustedIssuer.ExchangeRule;
import dev.countersign.core.trust.TrustedIssuer.ReplayRule;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of the exchange of JWTs of trusted token issuers (RFC 8693). */
class TokenExchangeTest {
    private static final SampleClient CLIENT =
            SampleClient.orders().grantTypes(GrantType.TOKEN_EXCHANGE, GrantType.JWT_BEARER);
    private final SampleEndpoint endpoint =
            SampleEndpoint.of(SampleIssuer.partner().exchanged("client-at-issuer"), CLIENT);

    private SampleTokenExchange good() {
        return SampleTokenExchange.of(endpoint.assertion());
    }

    private SampleAssertion actor() {
        return endpoint.assertion().with("sub", "robot").with("jti", "jti-actor");
    }

    private static String error(Ruling<TokenResponse> ruling) {
        return ruling instanceof Ruling.Refused<TokenResponse> refused
                ? OAuthError.of(refused.rejection()).error().value()
                : "accepted";
    }

    private String refusal(SampleTokenExchange request) {
        Ruling<TokenResponse> ruling = request.at(endpoint);
        return code(ruling) + " " + error(ruling);
    }

    @Test
    @Spec("RFC 8693 §2.2.1")
    void exchangesJwtOfTrustedIssuer() {
        TokenResponse answer = token(good().at(endpoint));

        assertThat(answer.issuedTokenType()).contains(TokenTypeUri.ACCESS_TOKEN);
        assertThat(answer.tokenType()).isEqualTo("Bearer");
        assertThat(answer.token().subject()).isEqualTo("partner:alice");
        assertThat(answer.token().scopes()).hasToString("orders:read");
        assertThat(answer.refreshToken()).isEmpty();
    }

    @Test
    void givesNoRefreshTokenEvenToAnApplicationThatHasThem() {
        endpoint.trust(
                SampleIssuer.partner().exchanged(),
                SampleClient.orders()
                        .grantTypes(GrantType.TOKEN_EXCHANGE, GrantType.JWT_BEARER)
                        .refreshTokens(Duration.ofHours(1)));

        assertThat(token(good().at(endpoint)).refreshToken()).isEmpty();
    }

    @Test
    void echoesTheRequestedType() {
        assertThat(token(good().with("requested_token_type", JWT).at(endpoint)).issuedTokenType())
                .contains(TokenTypeUri.JWT);
    }

    @Test
    void signsARequestedJwtForAnApplicationWithOpaqueTokens() {
        endpoint.trust(
                SampleIssuer.partner().exchanged(),
                SampleClient.orders().grantTypes(GrantType.TOKEN_EXCHANGE).opaqueTokens());

        assertThat(token(good().with("requested_token_type", JWT).at(endpoint)).accessToken())
                .contains(".");
        assertThat(token(SampleTokenExchange.of(endpoint.assertion().with("jti", "another"))
                                .at(endpoint))
                        .accessToken())
                .doesNotContain(".");
    }

    @ParameterizedTest
    @CsvSource({
        "subject_token, '', request.subject_token_missing invalid_request",
        "subject_token_type, '', request.token_type_unsupported invalid_request",
        "subject_token_type, urn:ietf:params:oauth:token-type:saml2, request.token_type_unsupported invalid_request",
        "requested_token_type, urn:ietf:params:oauth:token-type:saml2, request.token_type_unsupported invalid_request",
        "requested_token_type, urn:ietf:params:oauth:token-type:refresh_token, request.token_type_unsupported invalid_request",
        "actor_token_type, urn:ietf:params:oauth:token-type:jwt, request.actor_token_type_without_token invalid_request",
        "actor_token, a.b.c, request.token_type_unsupported invalid_request",
        "subject_token, a.b.c, assertion.malformed invalid_request",
        "audience, https://unknown.example, policy.resource_not_allowed invalid_target",
        "resource, https://unknown.example, policy.resource_not_allowed invalid_target",
        "scope, admin:read, policy.scope_not_allowed invalid_scope",
        "scope, unknown, policy.scope_not_allowed invalid_scope",
    })
    @Spec("RFC 8693 §2.2.2")
    void refusesParameter(String parameter, String value, String refusal) {
        assertThat(refusal(good().with(parameter, value))).isEqualTo(refusal);
    }

    @Test
    void refusesAnApplicationWithoutTheGrant() {
        endpoint.trust(SampleIssuer.partner().exchanged(), SampleClient.orders());

        assertThat(refusal(good())).isEqualTo("client.grant_not_allowed unauthorized_client");
    }

    @Test
    @Spec("RFC 8693 §2.2.2")
    void issuerWithoutTokenExchangeLooksUnknown() {
        endpoint.trust(SampleIssuer.partner(), CLIENT);
        Ruling<TokenResponse> without = good().at(endpoint);
        Ruling<TokenResponse> unknown = SampleTokenExchange.of(
                        endpoint.assertion().with("iss", "https://unknown.example"))
                .at(endpoint);

        assertThat(code(without)).isEqualTo("issuer.unknown");
        assertThat(OAuthError.of(((Ruling.Refused<TokenResponse>) without).rejection()))
                .isEqualTo(OAuthError.of(((Ruling.Refused<TokenResponse>) unknown).rejection()));
    }

    @Test
    void refusesATypeThatTheIssuerDoesNotHave() {
        endpoint.trust(
                SampleIssuer.partner().exchange(new ExchangeRule(true, List.of(TokenTypeUri.JWT), List.of())), CLIENT);

        assertThat(refusal(good().with("subject_token_type", ID_TOKEN)))
                .isEqualTo("request.token_type_unsupported invalid_request");
        assertThat(refusal(good())).isEqualTo("accepted accepted");
    }

    @Test
    void acceptsFurtherAudiencesInAnExchangeAlone() {
        SampleAssertion idToken = endpoint.assertion().with("aud", "client-at-issuer");

        assertThat(code(endpoint.exchange(idToken.compact()))).isEqualTo("assertion.audience_mismatch");
        assertThat(code(SampleTokenExchange.of(idToken)
                        .with("subject_token_type", ID_TOKEN)
                        .at(endpoint)))
                .isEqualTo("accepted");
        assertThat(refusal(SampleTokenExchange.of(idToken.with("aud", "client-at-issuer/"))))
                .isEqualTo("assertion.audience_mismatch invalid_request");
    }

    @Test
    void spendsTheJwtUnlessItMayBeReused() {
        assertThat(code(good().at(endpoint))).isEqualTo("accepted");
        assertThat(refusal(good())).isEqualTo("assertion.replayed invalid_request");
        assertThat(code(endpoint.exchange(endpoint.assertion().compact()))).isEqualTo("assertion.replayed");

        endpoint.trust(SampleIssuer.partner().exchanged().replay(new ReplayRule(false, true)), CLIENT);
        assertThat(code(good().at(endpoint))).isEqualTo("accepted");
    }

    @Test
    @Spec("RFC 8693 §2.2.2")
    void policyRefusesAsForAnAssertion() {
        endpoint.trust(SampleIssuer.partner().exchanged().conditions("claims.sub == 'bob'"), CLIENT);
        assertThat(refusal(good())).isEqualTo("policy.condition_failed invalid_grant");
        assertThat(refusal(SampleTokenExchange.of(
                                endpoint.assertion().with("sub", "bob").with("jti", "bob"))
                        .actor(actor())))
                .isEqualTo("policy.condition_failed invalid_grant");
    }

    @Test
    void refusesABlockedSubjectAndABlockedActor() {
        endpoint.ledger.block(new IssuerSubject(new IssuerId(SampleIssuer.ID), "robot"));
        assertThat(refusal(good().actor(actor()))).isEqualTo("policy.subject_blocked invalid_grant");
        assertThat(refusal(good())).isEqualTo("accepted accepted");

        endpoint.ledger.block(new IssuerSubject(new IssuerId(SampleIssuer.ID), "alice"));
        assertThat(refusal(SampleTokenExchange.of(endpoint.assertion().with("jti", "2"))))
                .isEqualTo("policy.subject_blocked invalid_grant");
    }

    @Test
    void ourOwnTokenIsNoJwtOfAThirdParty() {
        TokenResponse own = token(endpoint.exchange(endpoint.assertion().compact()));

        assertThat(refusal(SampleTokenExchange.of(own).with("subject_token_type", JWT)))
                .isEqualTo("issuer.is_ourselves invalid_request");
        assertThat(code(endpoint.exchange(own.accessToken()))).isEqualTo("issuer.is_ourselves");
    }

    @Test
    void aJwtOfAThirdPartyIsNoTokenOfOurs() {
        assertThat(refusal(good().with("subject_token_type", ACCESS_TOKEN)))
                .isEqualTo("token.unusable invalid_request");
    }

    @Test
    void audienceMayBeAnAudienceOfTheApplication() {
        endpoint.trust(
                SampleIssuer.partner().exchanged(),
                SampleClient.orders().grantTypes(GrantType.TOKEN_EXCHANGE).audiences("urn:a", "not a URI"));

        assertThat(token(good().with("audience", "not a URI").at(endpoint))
                        .token()
                        .audiences())
                .containsExactly(new Audience("not a URI"));
    }

    @Test
    void anIdJagNeedsAnAudienceWithClientId() {
        assertThat(refusal(good().with("requested_token_type", ID_JAG)))
                .isEqualTo("policy.resource_not_allowed invalid_target");
    }
}
