package dev.countersign.core.grant;

import static dev.countersign.core.fixtures.SampleEndpoint.code;
import static dev.countersign.core.fixtures.SampleEndpoint.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.client.ChainingTarget;
import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.fixtures.SampleEndpoint;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.fixtures.SampleKeys;
import dev.countersign.core.fixtures.SampleProof;
import dev.countersign.core.fixtures.SampleServer;
import dev.countersign.core.fixtures.SampleTokenExchange;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jwt.UnverifiedJwt;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.rejection.OAuthError;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.core.token.Derivation;
import dev.countersign.core.token.IssuerSubject;
import dev.countersign.core.token.TokenRecords;
import dev.countersign.core.trust.TrustedIssuer.ClaimMapping;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests of the exchange of this server's own tokens, and of grants for other authorization servers. */
class OwnTokenExchangeTest {
    private static final String API = "https://api.example";
    private static final String THERE = "https://there.example";
    private static final SampleClient APPLICATION = SampleClient.orders()
            .grantTypes(GrantType.TOKEN_EXCHANGE, GrantType.JWT_BEARER, GrantType.CLIENT_CREDENTIALS)
            .audiences(API, "https://other.example")
            .chaining(
                    new ChainingTarget(new Audience(THERE), Optional.empty()),
                    new ChainingTarget(new Audience("https://chat.example"), Optional.of(new ClientId("there"))));

    private final SampleEndpoint endpoint = SampleEndpoint.of(
            List.of(SampleIssuer.partner()
                    .claims(new ClaimMapping("email", "mail"))
                    .build()),
            List.of(
                    APPLICATION.build(),
                    SampleClient.orders()
                            .named("application-2", "api", "api-client")
                            .grantTypes(GrantType.TOKEN_EXCHANGE)
                            .introspectAudiences(API)
                            .audiences("https://downstream.example")
                            .build(),
                    SampleClient.orders()
                            .named("application-3", "stranger", "stranger-client")
                            .grantTypes(GrantType.TOKEN_EXCHANGE)
                            .build()));

    private TokenResponse own() {
        return token(endpoint.exchange(
                endpoint.assertion().with("email", "a@b.example").compact(),
                SampleEndpoint.scope("orders:read orders:write")));
    }

    private static String refusal(Ruling<TokenResponse> ruling) {
        return ruling instanceof Ruling.Refused<TokenResponse> refused
                ? code(ruling) + " "
                        + OAuthError.of(refused.rejection()).error().value()
                : "accepted";
    }

    private static Map<String, Object> claims(TokenResponse answer) {
        return UnverifiedJwt.read(answer.accessToken())
                .toOptional()
                .orElseThrow()
                .claims()
                .values();
    }

    @Test
    void narrowsTheScopesOfATokenOfOurs() {
        TokenResponse own = own();
        TokenResponse answer =
                token(SampleTokenExchange.of(own).with("scope", "orders:read").at(endpoint));

        assertThat(answer.token().scopes()).hasToString("orders:read");
        assertThat(answer.token().subject()).isEqualTo("partner:alice");
        assertThat(answer.token().issuerSubject()).contains(new IssuerSubject(new IssuerId(SampleIssuer.ID), "alice"));
        assertThat(answer.token().derivation().from()).contains(own.token().id());
        assertThat(claims(answer)).containsEntry("mail", "a@b.example");
        assertThat(token(SampleTokenExchange.of(own).at(endpoint)).token().scopes())
                .as("not spent, and all its scopes without a wish")
                .hasToString("orders:read orders:write");
    }

    @Test
    void neverGrowsInScope() {
        TokenResponse narrow =
                token(SampleTokenExchange.of(own()).with("scope", "orders:read").at(endpoint));

        assertThat(refusal(SampleTokenExchange.of(narrow)
                        .with("scope", "orders:write")
                        .at(endpoint)))
                .isEqualTo("policy.scope_not_allowed invalid_scope");
        assertThat(token(SampleTokenExchange.of(narrow).at(endpoint)).token().scopes())
                .hasToString("orders:read");
    }

    @Test
    void neverOutlivesTheExchangedToken() {
        TokenResponse own = own();
        endpoint.clock.advance(Duration.ofMinutes(50));

        assertThat(token(SampleTokenExchange.of(own).at(endpoint)).token().expiresAt())
                .isEqualTo(own.token().expiresAt());
        endpoint.clock.advance(Duration.ofMinutes(10));
        assertThat(refusal(SampleTokenExchange.of(own).at(endpoint))).isEqualTo("token.unusable invalid_request");
    }

    @Test
    void descendsFromABoundedNumberOfTokens() {
        TokenResponse last = own();
        for (int exchanges = 1; exchanges <= Derivation.MOST_EXCHANGES; exchanges++) {
            last = token(SampleTokenExchange.of(last).at(endpoint));
            assertThat(last.token().derivation().exchanges()).isEqualTo(exchanges);
        }

        assertThat(refusal(SampleTokenExchange.of(last).at(endpoint))).isEqualTo("token.unusable invalid_request");
    }

    @Test
    void isPresentedByItsApplicationOrByOneThatMayIntrospectIt() {
        TokenResponse own = own();

        assertThat(token(SampleTokenExchange.of(own).by("api-client").at(endpoint))
                        .token()
                        .audiences())
                .containsExactly(new Audience("https://downstream.example"));
        assertThat(refusal(SampleTokenExchange.of(own).by("stranger-client").at(endpoint)))
                .isEqualTo("token.unusable invalid_request");
    }

    @Test
    void revocationReachesWhatWasExchanged() {
        TokenResponse own = own();
        TokenResponse next = token(SampleTokenExchange.of(own).at(endpoint));
        TokenResponse last = token(SampleTokenExchange.of(next).at(endpoint));
        endpoint.ledger
                .records()
                .revoke(
                        own.token(),
                        new TokenRecords.Revocation(
                                own.token().clientId(), new CorrelationId("c"), endpoint.clock.instant()));

        assertThat(refusal(SampleTokenExchange.of(last).at(endpoint))).isEqualTo("token.unusable invalid_request");
    }

    @Test
    void aBoundTokenNeedsAProofOfItsKey() {
        TokenResponse bound = token(endpoint.exchange(
                endpoint.assertion(), SampleProof.at(endpoint.clock.instant()).compact()));

        assertThat(refusal(SampleTokenExchange.of(bound).at(endpoint))).isEqualTo("dpop.key_mismatch invalid_grant");
        assertThat(refusal(SampleTokenExchange.of(bound)
                        .proof(SampleProof.at(endpoint.clock.instant(), SampleKeys.ofThirdParty(Algorithm.RS256))
                                .with("jti", "p2")
                                .compact())
                        .at(endpoint)))
                .isEqualTo("dpop.key_mismatch invalid_grant");
        TokenResponse answer = token(SampleTokenExchange.of(bound)
                .proof(SampleProof.at(endpoint.clock.instant())
                        .with("jti", "p3")
                        .compact())
                .at(endpoint));
        assertThat(answer.token().confirmation()).isEqualTo(bound.token().confirmation());
        assertThat(token(SampleTokenExchange.of(bound).by("api-client").at(endpoint))
                        .tokenType())
                .as("an API that received it binds its own key, or none")
                .isEqualTo("Bearer");
    }

    @Test
    void administrationScopesAreNeverGranted() {
        endpoint.trust(
                SampleIssuer.partner(),
                SampleClient.orders()
                        .grantTypes(GrantType.TOKEN_EXCHANGE, GrantType.CLIENT_CREDENTIALS)
                        .scopes("admin:read", "orders:read")
                        .defaultScopes("admin:read", "orders:read"));
        TokenResponse own = token(endpoint.answer(new ClientCredentialsGrant()));
        assertThat(own.token().scopes()).hasToString("admin:read orders:read");

        assertThat(token(SampleTokenExchange.of(own).at(endpoint)).token().scopes())
                .hasToString("orders:read");
        assertThat(refusal(
                        SampleTokenExchange.of(own).with("scope", "admin:read").at(endpoint)))
                .isEqualTo("policy.scope_not_allowed invalid_scope");
    }

    @Test
    @Spec("RFC 7523 §3")
    void issuesAGrantForAnotherAuthorizationServer() {
        int recorded = endpoint.ledger.tokens().size();
        TokenResponse answer = token(SampleTokenExchange.of(own())
                .with("requested_token_type", SampleTokenExchange.JWT)
                .with("audience", THERE)
                .with("scope", "orders:read")
                .at(endpoint));

        Map<String, Object> claims = claims(answer);
        long now = endpoint.clock.instant().getEpochSecond();
        assertThat(answer.tokenType()).isEqualTo("N_A");
        assertThat(claims)
                .containsEntry("iss", SampleServer.ISSUER)
                .containsEntry("sub", "partner:alice")
                .containsEntry("aud", THERE)
                .containsEntry("exp", now + 300)
                .containsEntry("scope", "orders:read")
                .containsEntry("mail", "a@b.example")
                .containsKey("jti")
                .doesNotContainKeys("client_id", "email");
        assertThat(endpoint.ledger.tokens()).hasSize(recorded + 1);
        assertThat(refusal(SampleTokenExchange.of(answer).at(endpoint)))
                .as("it is no access token")
                .isEqualTo("token.unusable invalid_request");
    }

    @Test
    void aGrantEndsWithTheExchangedTokenAtTheLatest() {
        TokenResponse own = own();
        endpoint.clock.advance(Duration.ofMinutes(58));

        assertThat(claims(token(SampleTokenExchange.of(own)
                        .with("requested_token_type", SampleTokenExchange.JWT)
                        .with("audience", THERE)
                        .at(endpoint))))
                .containsEntry("exp", own.token().expiresAt().getEpochSecond());
    }

    @Test
    void issuesAnIdJagWhereTheApplicationHasAClientId() {
        TokenResponse answer = token(SampleTokenExchange.of(own())
                .with("requested_token_type", SampleTokenExchange.ID_JAG)
                .with("audience", "https://chat.example")
                .with("resource", API)
                .at(endpoint));

        assertThat(claims(answer)).containsEntry("client_id", "there").containsEntry("resource", API);
        assertThat(UnverifiedJwt.read(answer.accessToken())
                        .toOptional()
                        .orElseThrow()
                        .header()
                        .type())
                .contains("oauth-id-jag+jwt");
        assertThat(refusal(SampleTokenExchange.of(own2())
                        .with("requested_token_type", SampleTokenExchange.ID_JAG)
                        .with("audience", THERE)
                        .at(endpoint)))
                .isEqualTo("policy.resource_not_allowed invalid_target");
    }

    private TokenResponse own2() {
        return token(endpoint.exchange(endpoint.assertion().with("jti", "own2").compact()));
    }

    @Test
    void aGrantHasASoleAudienceAndKnownResources() {
        SampleTokenExchange request =
                SampleTokenExchange.of(own()).with("requested_token_type", SampleTokenExchange.JWT);

        assertThat(refusal(request.with("audience", THERE, API).at(endpoint)))
                .isEqualTo("policy.resource_not_allowed invalid_target");
        assertThat(refusal(request.with("audience", THERE)
                        .with("resource", "https://unknown.example")
                        .at(endpoint)))
                .isEqualTo("policy.resource_not_allowed invalid_target");
        assertThat(refusal(request.without("resource")
                        .without("requested_token_type")
                        .at(endpoint)))
                .isEqualTo("policy.resource_not_allowed invalid_target");
    }
}
