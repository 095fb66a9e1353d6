package dev.countersign.core.grant;

import static dev.countersign.core.fixtures.SampleEndpoint.code;
import static dev.countersign.core.fixtures.SampleEndpoint.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.client.ClientAuthentication;
import dev.countersign.core.fixtures.SampleAssertion;
import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.fixtures.SampleEndpoint;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.fixtures.SampleServer;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.policy.RequestedAccess;
import dev.countersign.core.rejection.OAuthError;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.core.token.IssuedToken;
import dev.countersign.core.trust.TrustedIssuer.IssuedAtRule;
import dev.countersign.core.trust.TrustedIssuer.ReplayRule;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of workloads that present a JWT of their platform, without a client, for an MCP server. */
class WorkloadIdentityTest {
    private static final String SPECIFICATION = "MCP Workload Identity Federation, ";
    private static final String MCP_SERVER = "https://mcp.example/";
    private static final String WORKLOAD = "spiffe://example.org/ns/orders/sa/worker";

    private final SampleEndpoint endpoint = SampleEndpoint.of(
            SampleIssuer.partner()
                    .withoutCredentials(SampleClient.NAME)
                    .conditions("claims.sub == '" + WORKLOAD + "'")
                    .issuedAt(new IssuedAtRule(Optional.empty(), Optional.empty(), true))
                    .replay(new ReplayRule(true, false)),
            SampleClient.orders().audiences("https://api.example", MCP_SERVER));

    private SampleAssertion assertion() {
        return endpoint.assertion().with("sub", WORKLOAD).with("aud", SampleServer.TOKEN_ENDPOINT);
    }

    private Ruling<TokenResponse> request(SampleAssertion assertion, String resource) {
        return endpoint.answer(
                new ClientAuthentication.Missing(),
                new JwtBearerGrant(assertion.compact()),
                new RequestedAccess(Optional.empty(), List.of(resource)));
    }

    private void refuses(SampleAssertion assertion, String code, String error) {
        Ruling<TokenResponse> ruling = request(assertion, MCP_SERVER);
        assertThat(code(ruling)).isEqualTo(code);
        assertThat(error(ruling)).isEqualTo(error);
        assertThat(endpoint.ledger.tokens()).isEmpty();
    }

    private static String error(Ruling<TokenResponse> ruling) {
        return OAuthError.of(((Ruling.Refused<TokenResponse>) ruling).rejection())
                .error()
                .value();
    }

    @Test
    @Spec(SPECIFICATION + "Token Endpoint")
    void aWorkloadGetsATokenForTheMcpServerThatItNames() {
        IssuedToken token = token(request(assertion(), MCP_SERVER)).token();

        assertThat(token.audiences()).containsExactly(new Audience(MCP_SERVER));
        Ruling<TokenResponse> unknown = request(assertion().with("jti", "2"), "https://other.example/");
        assertThat(code(unknown)).isEqualTo("policy.resource_not_allowed");
        assertThat(error(unknown)).isEqualTo("invalid_target");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sub", "aud", "exp", "iat", "jti"})
    @Spec(SPECIFICATION + "JWT Format")
    void refusesAJwtWithoutARequiredClaim(String claim) {
        refuses(
                assertion().without(claim),
                claim.equals("jti") ? "assertion.jti_missing" : "assertion.claim_missing",
                "invalid_grant");
        assertThat(code(request(assertion(), MCP_SERVER))).isEqualTo("accepted");
    }

    /** Without its issuer, nothing tells whose default application would be the client. */
    @Test
    @Spec(SPECIFICATION + "JWT Format")
    void aJwtWithoutIssuerIsNoClient() {
        refuses(assertion().without("iss"), "client.unauthenticated", "invalid_client");
    }

    @Test
    @Spec(SPECIFICATION + "JWT Format")
    void refusesAJwtForAnotherAudience() {
        refuses(assertion().with("aud", MCP_SERVER), "assertion.audience_mismatch", "invalid_grant");
    }

    @Test
    @Spec(SPECIFICATION + "JWT Format")
    void refusesAJwtThatWasPresentedBefore() {
        SampleAssertion once = assertion();

        assertThat(code(request(once, MCP_SERVER))).isEqualTo("accepted");
        assertThat(code(request(once, MCP_SERVER))).isEqualTo("assertion.replayed");
    }

    @Test
    @Spec(SPECIFICATION + "JWT Validation")
    void theSubjectIsAWorkloadOfItsIssuerAndNoClient() {
        IssuedToken token = token(request(assertion(), MCP_SERVER)).token();

        assertThat(token.subject()).isEqualTo("partner:" + WORKLOAD);
        assertThat(token.clientId().value()).isEqualTo(SampleClient.CLIENT_ID);
    }

    @Test
    @Spec(SPECIFICATION + "JWT Validation")
    @Spec(SPECIFICATION + "Trust Configuration")
    void refusesAWorkloadThatNoRuleAllows() {
        refuses(assertion().with("sub", WORKLOAD + "2"), "policy.condition_failed", "invalid_grant");
        refuses(assertion().with("sub", SampleClient.CLIENT_ID), "policy.condition_failed", "invalid_grant");
    }

    @Test
    @Spec(SPECIFICATION + "JWT Validation")
    void refusesAJwtThatItsIssuerDidNotSign() {
        Ruling<TokenResponse> ruling = endpoint.answer(
                new ClientAuthentication.Missing(),
                new JwtBearerGrant(assertion().compactWithBrokenSignature()),
                new RequestedAccess(Optional.empty(), List.of(MCP_SERVER)));

        assertThat(code(ruling)).isEqualTo("assertion.signature_invalid");
        assertThat(error(ruling)).isEqualTo("invalid_grant");
    }
}
