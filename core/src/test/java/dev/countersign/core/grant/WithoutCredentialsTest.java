package dev.countersign.core.grant;

import static dev.countersign.core.fixtures.SampleEndpoint.code;
import static dev.countersign.core.fixtures.SampleEndpoint.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.client.AuthenticationMethod;
import dev.countersign.core.client.ClientAuthentication;
import dev.countersign.core.client.PresentedSecret;
import dev.countersign.core.explain.CheckReport.Status;
import dev.countersign.core.explain.ExplainRequest;
import dev.countersign.core.explain.Explanation;
import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.fixtures.SampleEndpoint;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.fixtures.SampleKeys;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.policy.RequestedAccess;
import dev.countersign.core.rejection.OAuthError;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.rejection.RequestRejection;
import dev.countersign.core.rejection.Ruling;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of requests without client credentials, which are judged as those of the issuer's default application. */
class WithoutCredentialsTest {
    private static final RequestedAccess ANY = new RequestedAccess(Optional.empty(), List.of());

    private final SampleEndpoint endpoint = SampleEndpoint.of(optional(), SampleClient.orders());

    private static SampleIssuer optional() {
        return SampleIssuer.partner().withoutCredentials(SampleClient.NAME);
    }

    private Ruling<TokenResponse> bare(String assertion) {
        return bare(endpoint, assertion, ANY);
    }

    private static Ruling<TokenResponse> bare(SampleEndpoint at, String assertion, RequestedAccess access) {
        return at.answer(new ClientAuthentication.Missing(), new JwtBearerGrant(assertion), access);
    }

    private static Explanation explain(SampleEndpoint at, String assertion) {
        return at.explain(new ExplainRequest(
                new JwtBearerGrant(assertion), Optional.empty(), Optional.empty(), List.of(), List.of()));
    }

    @Test
    @Spec("RFC 7521 §4.1")
    @Spec("RFC 7523 §3.1")
    void anAssertionAloneGetsTheAccessOfTheDefaultApplication() {
        TokenResponse answer = token(bare(endpoint.assertion().compact()));

        assertThat(answer.token().clientId()).isEqualTo(new ClientId(SampleClient.CLIENT_ID));
        assertThat(answer.token().scopes().toString()).isEqualTo("orders:read");
        assertThat(answer.refreshToken()).isEmpty();
        var event = endpoint.events.getLast();
        assertThat(event.application()).contains(SampleClient.NAME);
        assertThat(event.clientId()).isEmpty();
        assertThat(event.secretId()).isEmpty();
    }

    @Test
    void theScopesAreThoseOfTheDefaultApplication() {
        assertThat(token(bare(endpoint, endpoint.assertion().compact(), SampleEndpoint.scope("orders:write")))
                        .token()
                        .scopes()
                        .toString())
                .isEqualTo("orders:write");
        assertThat(code(bare(endpoint, endpoint.assertion().compact(), SampleEndpoint.scope("orders:delete"))))
                .isEqualTo("policy.scope_not_allowed");
    }

    @Test
    void everyCheckOfTheAssertionIsMadeAndItIsSpent() {
        String once = endpoint.assertion().compact();
        assertThat(code(bare(once))).isEqualTo("accepted");
        assertThat(code(bare(once))).isEqualTo("assertion.replayed");
        assertThat(code(bare(endpoint.assertion()
                        .with("aud", "https://other.example")
                        .compact())))
                .isEqualTo("assertion.audience_mismatch");
    }

    @Test
    void aRefreshTokenIsNeverIssued() {
        endpoint.trust(optional(), SampleClient.orders().refreshTokens(Duration.ofDays(1)));

        assertThat(token(bare(endpoint.assertion().compact())).refreshToken()).isEmpty();
        assertThat(token(endpoint.exchange(
                                endpoint.assertion().with("jti", "another").compact()))
                        .refreshToken())
                .isPresent();
    }

    @Test
    @Spec("RFC 7523 §3.1")
    void credentialsThatAreSentAreAlwaysChecked() {
        var wrong = new ClientAuthentication.Secret(
                AuthenticationMethod.CLIENT_SECRET_BASIC,
                new ClientId(SampleClient.CLIENT_ID),
                PresentedSecret.of("another secret of at least thirty-two characters"));
        String assertion = endpoint.assertion().compact();
        for (ClientAuthentication sent : List.of(
                wrong,
                new ClientAuthentication.Unreadable(),
                new ClientAuthentication.Named(new ClientId(SampleClient.CLIENT_ID), Optional.empty()),
                new ClientAuthentication.Named(new ClientId("unknown"), Optional.empty()))) {
            assertThat(code(endpoint.answer(sent, new JwtBearerGrant(assertion), ANY)))
                    .isEqualTo("client.unauthenticated");
        }
        assertThat(code(bare(assertion))).as("nothing was spent").isEqualTo("accepted");
    }

    @Test
    void otherGrantsNeedCredentials() {
        endpoint.trust(
                optional(), SampleClient.orders().grantTypes(GrantType.CLIENT_CREDENTIALS, GrantType.JWT_BEARER));

        assertThat(code(endpoint.answer(new ClientAuthentication.Missing(), new ClientCredentialsGrant(), ANY)))
                .isEqualTo("client.unauthenticated");
        assertThat(code(endpoint.answer(new ClientAuthentication.Missing(), new RefreshGrant("any"), ANY)))
                .isEqualTo("client.unauthenticated");
        assertThat(endpoint.introspecting(new ClientAuthentication.Missing()).toOptional())
                .isEmpty();
    }

    /** Requests that nothing allows: the issuer, the application, and the presented values. */
    record Unusable(String name, SampleIssuer issuer, SampleClient client) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Unusable> unusable() {
        return Stream.of(
                new Unusable("credentials required", SampleIssuer.partner(), SampleClient.orders()),
                new Unusable(
                        "issuer unknown",
                        optional().named("other", "other", "https://other.example"),
                        SampleClient.orders()),
                new Unusable("issuer disabled", optional().disabled(), SampleClient.orders()),
                new Unusable(
                        "application unknown",
                        SampleIssuer.partner().withoutCredentials("gone"),
                        SampleClient.orders()),
                new Unusable(
                        "application disabled",
                        optional(),
                        SampleClient.orders().disabled()),
                new Unusable(
                        "grant not allowed",
                        optional(),
                        SampleClient.orders().grantTypes(GrantType.CLIENT_CREDENTIALS)),
                new Unusable(
                        "issuer not allowed", optional(), SampleClient.orders().trustedIssuers()));
    }

    @ParameterizedTest
    @MethodSource("unusable")
    @Spec("RFC 6749 §5.2")
    void allRefusalsBeforeTheAssertionIsJudgedAreTheSame(Unusable one) {
        endpoint.trust(one.issuer(), one.client());

        Ruling<TokenResponse> ruling = bare(endpoint.assertion().compact());

        assertThat(error(ruling))
                .isEqualTo(error(bare("no JWT at all")))
                .extracting(OAuthError::status)
                .isEqualTo(401);
        assertThat(endpoint.ledger.tokens()).isEmpty();
        var event = endpoint.events.getFirst();
        assertThat(event.code()).contains(RejectionCode.CLIENT_UNAUTHENTICATED);
        assertThat(event.application()).isEmpty();
        assertThat(event.isOfUnprovenCaller()).isTrue();
    }

    private static OAuthError error(Ruling<TokenResponse> ruling) {
        return ruling instanceof Ruling.Refused<TokenResponse>(var rejection)
                ? OAuthError.of(rejection)
                : OAuthError.of(new RequestRejection.AssertionMissing());
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void anExplanationWithoutAClientAgrees(Unusable one) {
        endpoint.trust(one.issuer(), one.client());
        String assertion = endpoint.assertion().compact();

        Explanation explanation = explain(endpoint, assertion);

        // an issuer that requires credentials is explained for any application
        if (!one.name().equals("credentials required") && !one.name().equals("issuer unknown")) {
            assertThat(explanation.code()).contains(RejectionCode.CLIENT_UNAUTHENTICATED);
        }
        assertThat(explanation.checks().getFirst().code()).isNotNull();
    }

    @Test
    void anExplanationWithoutAClientTakesTheViewOfTheDefaultApplication() {
        Explanation explanation = explain(endpoint, endpoint.assertion().compact());

        assertThat(explanation.code()).isEmpty();
        assertThat(explanation.application()).contains(SampleClient.NAME);
        assertThat(explanation.grant().orElseThrow().scopes()).isPresent();
        assertThat(explanation.checks())
                .filteredOn(check -> check.code() == RejectionCode.CLIENT_UNAUTHENTICATED)
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.status()).isEqualTo(Status.PASSED);
                    assertThat(check.title()).contains("default application");
                    assertThat(check.evidence().orElseThrow().actual()).contains(SampleClient.NAME);
                });
    }

    @Test
    void aCallerWhoseAssertionWasNotVerifiedIsUnprovenUntilItIs() {
        bare(endpoint.assertion()
                .signedBy(SampleKeys.ofThirdParty(Algorithm.RS256))
                .compactWithBrokenSignature());
        assertThat(endpoint.events.getLast().isOfUnprovenCaller()).isTrue();
        assertThat(endpoint.events.getLast().application()).contains(SampleClient.NAME);

        bare(endpoint, endpoint.assertion().compact(), SampleEndpoint.scope("orders:delete"));
        assertThat(endpoint.events.getLast().isOfUnprovenCaller()).isFalse();
    }
}
