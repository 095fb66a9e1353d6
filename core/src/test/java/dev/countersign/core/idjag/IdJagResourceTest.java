package dev.countersign.core.idjag;

import static dev.countersign.core.fixtures.SampleEndpoint.code;
import static dev.countersign.core.fixtures.SampleEndpoint.resources;
import static dev.countersign.core.fixtures.SampleEndpoint.token;
import static dev.countersign.core.fixtures.SampleIdJag.OTHER_RESOURCE;
import static dev.countersign.core.fixtures.SampleIdJag.RESOURCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.fixtures.SampleAssertion;
import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.fixtures.SampleEndpoint;
import dev.countersign.core.fixtures.SampleIdJag;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.fixtures.SampleServer;
import dev.countersign.core.grant.TokenResponse;
import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.rejection.OAuthError;
import dev.countersign.core.rejection.Ruling;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests of the resources for which an ID-JAG grants access. */
class IdJagResourceTest {
    private static final String SPECIFICATION = "draft-ietf-oauth-identity-assertion-authz-grant-05 ";
    private static final String UNKNOWN = "https://unknown.example/";

    private final SampleEndpoint endpoint = SampleIdJag.endpoint();
    private int count;

    private SampleAssertion idJag() {
        return SampleIdJag.at(endpoint.clock.instant()).with("jti", "jti-" + count++);
    }

    private static List<String> audiences(TokenResponse answer) {
        return answer.token().audiences().stream().map(Audience::value).toList();
    }

    private static String refusal(Ruling<TokenResponse> ruling) {
        return ruling instanceof Ruling.Refused<TokenResponse>(var rejection)
                ? rejection.code().value() + " "
                        + OAuthError.of(rejection).error().value()
                : "accepted";
    }

    @Test
    @Spec("MCP Enterprise-Managed Authorization §5.1")
    @Spec(SPECIFICATION + "§4.4.2")
    void theClaimBecomesTheAudienceOfTheToken() {
        var one = token(endpoint.exchange(idJag().with("resource", RESOURCE)));
        var array = token(endpoint.exchange(idJag().with("resource", List.of(RESOURCE))));
        var both = token(endpoint.exchange(idJag().with("resource", List.of(OTHER_RESOURCE, RESOURCE))));

        assertThat(audiences(one)).containsExactly(RESOURCE);
        assertThat(one.resources()).containsExactly(RESOURCE);
        assertThat(array.resources()).containsExactly(RESOURCE);
        assertThat(audiences(both)).containsExactly(OTHER_RESOURCE, RESOURCE);
        assertThat(both.resources()).containsExactly(OTHER_RESOURCE, RESOURCE);
    }

    @Test
    @Spec(SPECIFICATION + "§4.4.2")
    void anUnrestrictedTokenIsAnsweredWithoutResource() {
        var answer = token(endpoint.exchange(idJag()));

        assertThat(audiences(answer)).containsExactly(RESOURCE, OTHER_RESOURCE);
        assertThat(answer.resources()).isEmpty();
    }

    @Test
    @Spec(SPECIFICATION + "§4.4.1")
    void everyResourceInTheClaimIsKnown() {
        for (Object claimed : List.of(UNKNOWN, List.of(RESOURCE, UNKNOWN), RESOURCE + "x", SampleServer.ISSUER)) {
            assertThat(refusal(endpoint.exchange(idJag().with("resource", claimed))))
                    .isEqualTo("policy.resource_not_allowed invalid_grant");
        }
        assertThat(refusal(endpoint.exchange(
                        idJag().with("resource", List.of(RESOURCE, UNKNOWN)).compact(), resources(RESOURCE))))
                .as("also one that the request does not choose")
                .isEqualTo("policy.resource_not_allowed invalid_grant");
    }

    @Test
    void anApplicationWithoutAudiencesHasThisServer() {
        var plain = SampleEndpoint.of(SampleIdJag.issuer(), SampleClient.orders());

        assertThat(audiences(token(plain.exchange(idJag().with("resource", SampleServer.ISSUER)))))
                .containsExactly(SampleServer.ISSUER);
        assertThat(refusal(plain.exchange(idJag().with("resource", RESOURCE))))
                .isEqualTo("policy.resource_not_allowed invalid_grant");
    }

    @Test
    @Spec("RFC 8707 §2")
    void theRequestChoosesWithinTheClaim() {
        var chosen = token(endpoint.exchange(
                idJag().with("resource", List.of(RESOURCE, OTHER_RESOURCE)).compact(), resources(OTHER_RESOURCE)));

        assertThat(audiences(chosen)).containsExactly(OTHER_RESOURCE);
        assertThat(chosen.resources()).containsExactly(OTHER_RESOURCE);
        for (String outside : List.of(OTHER_RESOURCE, UNKNOWN, "no uri")) {
            assertThat(refusal(endpoint.exchange(
                            idJag().with("resource", RESOURCE).compact(), resources(RESOURCE, outside))))
                    .isEqualTo("policy.resource_not_allowed invalid_target");
        }
    }

    @Test
    @Spec("RFC 8707 §2")
    void withoutTheClaimTheResourceOfTheRequestIsGranted() {
        var answer = token(endpoint.exchange(idJag().compact(), resources(RESOURCE, RESOURCE)));

        assertThat(audiences(answer)).containsExactly(RESOURCE);
        assertThat(answer.resources()).containsExactly(RESOURCE);
        assertThat(refusal(endpoint.exchange(idJag().compact(), resources(UNKNOWN))))
                .isEqualTo("policy.resource_not_allowed invalid_target");
    }

    @Test
    @Spec(SPECIFICATION + "§4.4.1")
    void onlyTheClaimSatisfiesAnIssuerThatMustNameAResource() {
        var strict = SampleEndpoint.of(SampleIssuer.partner().idJagForResource(), SampleIdJag.client());

        assertThat(refusal(strict.exchange(idJag()))).isEqualTo("assertion.claim_missing invalid_grant");
        assertThat(refusal(strict.exchange(idJag().compact(), resources(RESOURCE))))
                .isEqualTo("assertion.claim_missing invalid_grant");
        assertThat(code(strict.exchange(idJag().with("resource", RESOURCE)))).isEqualTo("accepted");
    }

    @Test
    @Spec(SPECIFICATION + "§3.1")
    void refusesAnotherFormOfTheClaim() {
        for (Object other : List.of(
                "",
                "relative/path",
                "//mcp.example/",
                RESOURCE + "#fragment",
                RESOURCE + "#",
                "https://mcp.example/ space",
                List.of(),
                List.of(RESOURCE, RESOURCE),
                List.of(RESOURCE, 7L),
                List.of(List.of(RESOURCE)),
                List.of(RESOURCE, ""),
                Map.of("uri", RESOURCE),
                7L,
                JsonNull.NULL)) {
            assertThat(code(endpoint.exchange(idJag().with("resource", other))))
                    .as(other.toString())
                    .isEqualTo("assertion.claim_malformed");
        }
    }

    @Test
    void anOrdinaryAssertionIsNotRestrictedByTheClaim() {
        var answer = token(endpoint.exchange(endpoint.assertion().with("resource", RESOURCE)));

        assertThat(audiences(answer)).containsExactly(RESOURCE, OTHER_RESOURCE);
        var asked = token(
                endpoint.exchange(endpoint.assertion().with("jti", "jti-x").compact(), resources(RESOURCE)));
        assertThat(audiences(asked)).containsExactly(RESOURCE);
        assertThat(asked.resources()).isEmpty();
    }
}
