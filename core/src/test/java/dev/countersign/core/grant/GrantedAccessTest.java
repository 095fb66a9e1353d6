package dev.countersign.core.grant;

import static dev.countersign.core.fixtures.SampleEndpoint.code;
import static dev.countersign.core.fixtures.SampleEndpoint.resources;
import static dev.countersign.core.fixtures.SampleEndpoint.scope;
import static dev.countersign.core.fixtures.SampleEndpoint.token;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import dev.countersign.core.Spec;
import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.fixtures.SampleEndpoint;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.fixtures.SampleKeys;
import dev.countersign.core.fixtures.SampleServer;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.trust.TrustedIssuer.ClaimMapping;
import dev.countersign.core.trust.TrustedIssuer.SubjectMapping;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a verified assertion entitles to: conditions, subject, claims, scope, resource, lifetime. */
class GrantedAccessTest {

    private static SampleEndpoint with(SampleIssuer issuer) {
        return SampleEndpoint.of(issuer, SampleClient.orders());
    }

    private static SampleEndpoint with(SampleClient client) {
        return SampleEndpoint.of(SampleIssuer.partner(), client);
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

    @ParameterizedTest
    @ValueSource(strings = {"other:alice", "other:", "orders-client"})
    @Spec("RFC 9068 §5")
    void nobodyGetsATokenInTheNameOfAnotherIssuersSubjectOrOfAnApplication(String subject) {
        var other = SampleIssuer.partner().named("issuer-2", "other", "https://other.example");
        for (SubjectMapping mapping : List.of(new SubjectMapping.AsIs(), new SubjectMapping.FromClaim("sub"))) {
            var endpoint = SampleEndpoint.of(
                    List.of(SampleIssuer.partner().subject(mapping).build(), other.build()),
                    SampleClient.orders().build());
            assertThat(code(endpoint.exchange(endpoint.assertion().with("sub", subject))))
                    .isEqualTo("policy.subject_not_mapped");
        }
        var scoped = SampleEndpoint.of(
                List.of(SampleIssuer.partner().build(), other.build()),
                SampleClient.orders().build());
        assertThat(code(scoped.exchange(scoped.assertion().with("sub", subject))))
                .isEqualTo("accepted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"partner:alice", "others:alice", "Other:alice", ":alice", "spiffe://x/y", "Orders-Client"})
    void aSubjectThatIsNobodyElsesIsTakenAsItIs(String subject) {
        var endpoint = SampleEndpoint.of(
                List.of(
                        SampleIssuer.partner()
                                .subject(new SubjectMapping.AsIs())
                                .build(),
                        SampleIssuer.partner()
                                .named("issuer-2", "other", "https://other.example")
                                .build()),
                SampleClient.orders().build());
        assertThat(token(endpoint.exchange(endpoint.assertion().with("sub", subject)))
                        .token()
                        .subject())
                .isEqualTo(subject);
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
        endpoint.keys.add("other", SampleKeys.ofThirdParty(Algorithm.ES256));
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
}
