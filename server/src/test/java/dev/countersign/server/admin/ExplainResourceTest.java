package dev.countersign.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.fixtures.SampleAssertion;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.fixtures.SampleProof;
import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.server.admin.ApiServer.Response;
import dev.countersign.server.registry.change.ManagementFixture;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplainResourceTest {
    private final ApiServer server = new ApiServer();

    @BeforeEach
    void registerTheSampleIssuer() {
        assertThat(server.post(
                                "/trusted-token-issuers",
                                "{'name':'partner','issuer':'%s','keys':{'jwks_url':'https://partner.example/jwks'},"
                                                .formatted(SampleIssuer.ISSUER)
                                        + "'claims':[{'from':'email','to':'mail'}]}")
                        .status())
                .isEqualTo(201);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private SampleAssertion assertion() {
        return SampleAssertion.at(server.management.clock.instant())
                .with("aud", ManagementFixture.SELF)
                .with("email", "a@b.example");
    }

    private Response explain(String assertion, String more) {
        return server.post("/explain", "{'assertion':'%s'%s}".formatted(assertion, more));
    }

    @Test
    @Spec("RFC 9449 §4.3")
    void explainsTheProofOfTheRequest() {
        SampleProof proof =
                SampleProof.at(server.management.clock.instant()).with("htu", ManagementFixture.SELF + "/oauth2/token");

        assertThat(explain(assertion().compact(), ",'dpop':'%s'".formatted(proof.compact()))
                        .json())
                .containsEntry("outcome", "accepted");
        assertThat(explain(
                                assertion().compact(),
                                ",'dpop':'%s'"
                                        .formatted(proof.with("htm", "GET").compact()))
                        .json())
                .containsEntry("code", "dpop.request_mismatch");
    }

    @Test
    void explainsAnIdJagWithTheParametersOfItsRequest() {
        server.post(
                "/applications",
                "{'name':'mcp-client','client_id':'mcp-client','scopes':['notes:read'],"
                        + "'audiences':['https://mcp.example/']}");
        String idJag = assertion()
                .ofType("oauth-id-jag+jwt")
                .with("client_id", "mcp-client")
                .with("resource", "https://mcp.example/")
                .with("scope", "notes:read")
                .compact();

        assertThat(explain(idJag, ",'client_id':'mcp-client'").json())
                .containsEntry("code", "assertion.type_not_allowed")
                .doesNotContainKey("grant_profile");
        acceptIdJags();
        assertThat(explain(idJag, ",'client_id':'mcp-client'").json())
                .containsEntry("outcome", "accepted")
                .containsEntry("grant_profile", "urn:ietf:params:oauth:grant-profile:id-jag");
        assertThat(explain(idJag, ",'client_id':'mcp-client','authorization_details':[]")
                        .json())
                .containsEntry("code", "request.authorization_details_unsupported");
        assertThat(explain(idJag, ",'client_id':'mcp-client','resource':'https://other.example'")
                        .json())
                .containsEntry("code", "policy.resource_not_allowed");
    }

    private void acceptIdJags() {
        Object id = server.get("/trusted-token-issuers").items("id").getFirst();
        assertThat(server.request("PATCH", "/trusted-token-issuers/" + id)
                        .body("application/merge-patch+json", "{\"id_jag\":\"accepted\"}")
                        .send()
                        .status())
                .isEqualTo(200);
    }

    @Test
    void showsTheGrantThatAnApplicationWouldGet() {
        server.post(
                "/applications",
                "{'name':'orders-app','client_id':'orders','scopes':['orders:read','orders:write'],"
                        + "'default_scopes':['orders:read'],'audiences':['https://orders.example']}");

        Response answer = explain(assertion().compact(), ",'client_id':'orders','scope':'orders:write other'");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json())
                .containsEntry("outcome", "accepted")
                .containsEntry("code", JsonNull.NULL)
                .containsEntry("issuer", "partner")
                .containsEntry("application", "orders-app")
                .containsEntry(
                        "grant",
                        Map.of(
                                "subject",
                                "partner:alice",
                                "scope",
                                "orders:write",
                                "audience",
                                List.of("https://orders.example"),
                                "claims",
                                Map.of("mail", "a@b.example"),
                                "expires_in",
                                3600L));
    }

    @Test
    @Spec("RFC 8705 §3")
    void claimsNothingOfCertificatesWhichNoExplanationSees() {
        server.post(
                "/applications",
                "{'name':'certified','client_id':'certified','token_endpoint_auth_method':'tls_client_auth',"
                        + "'tls_client_auth_subject_dn':'CN=certified',"
                        + "'tls_client_certificate_bound_access_tokens':true}");

        Response answer = explain(assertion().compact(), ",'client_id':'certified'");

        assertThat(answer.json()).containsEntry("outcome", "accepted").containsEntry("application", "certified");
        assertThat(check(answer, "client.unauthenticated"))
                .containsEntry("actual", "certified; its certificate is not part of this dry run");
        for (Map<String, Object> check : List.of(
                check(answer, "client.certificate_missing", 0),
                check(answer, "client.certificate_mismatch"),
                check(answer, "client.certificate_missing", 1))) {
            assertThat(check)
                    .containsEntry("status", "skipped")
                    .containsEntry("actual", JsonNull.NULL)
                    .containsEntry(
                            "hint", "Not judged: an explanation has no connection that could show a certificate.");
        }
    }

    @Test
    void judgesWithoutAnApplicationWhatDoesNotDependOnOne() {
        Response answer = explain(assertion().compact(), "");

        assertThat(answer.json()).containsEntry("outcome", "accepted").containsEntry("application", JsonNull.NULL);
        assertThat(member(answer, "grant"))
                .containsEntry("subject", "partner:alice")
                .containsEntry("scope", JsonNull.NULL)
                .containsEntry("audience", JsonNull.NULL)
                .containsEntry("expires_in", JsonNull.NULL);
        assertThat(check(answer, "client.unauthenticated"))
                .containsEntry("status", "skipped")
                .containsEntry("expected", JsonNull.NULL)
                .containsEntry("hint", "Not judged: no client_id was given.");
    }

    @Test
    void goesOnAfterAFailureAndNamesTheOneTheExchangeWouldAnswer() {
        String assertion =
                assertion().without("sub").with("aud", "https://other.example").compact();

        Response answer = explain(assertion, ",'client_id':'nobody','resource':['https://a.example']");

        assertThat(answer.json())
                .containsEntry("outcome", "refused")
                .containsEntry("code", "client.unauthenticated")
                .containsEntry("grant", JsonNull.NULL);
        assertThat(check(answer, "assertion.claim_missing", 1)).containsEntry("status", "failed");
        assertThat(check(answer, "assertion.audience_mismatch"))
                .containsEntry("status", "failed")
                .containsEntry("actual", "[https://other.example]")
                .hasEntrySatisfying("hint", hint -> assertThat((String) hint).contains("alias"));
        assertThat(check(answer, "assertion.expired")).containsEntry("status", "passed");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {}                                            | /assertion required
                    {'assertion':5}                               | /assertion wrong_type
                    {'assertion':'a.b.c','resource':5}            | /resource wrong_type
                    {'assertion':'a.b.c','resource':['x',5]}      | /resource/1 wrong_type
                    {'assertion':'a.b.c','client_id':''}          | /client_id malformed
                    {'assertion':'a.b.c','clientid':'x'}          | /clientid unknown_member
                    """)
    void refusesWhatIsNoQuestion(String body, String error) {
        Response answer = server.post("/explain", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errors()).containsExactly(error);
    }

    @Test
    void neverRepeatsTheAssertion() {
        String assertion = assertion().compact();

        assertThat(explain(assertion, "").http().body())
                .doesNotContain(assertion)
                .doesNotContain(assertion.substring(assertion.lastIndexOf('.') + 1));
    }

    @SuppressWarnings("unchecked") // members of JSON objects are texts
    private static Map<String, Object> member(Response answer, String name) {
        return (Map<String, Object>) answer.json().get(name);
    }

    private static Map<String, Object> check(Response answer, String code) {
        return check(answer, code, 0);
    }

    @SuppressWarnings("unchecked") // members of JSON objects are texts
    private static Map<String, Object> check(Response answer, String code, int index) {
        return ((List<Map<String, Object>>) answer.json().get("checks"))
                .stream()
                        .filter(check -> check.get("code").equals(code))
                        .toList()
                        .get(index);
    }

    @Test
    void takesTheViewOfTheDefaultApplicationWithoutAClient() {
        server.post("/applications", "{'name':'worker','scopes':['orders:read'],'default_scopes':['orders:read']}");
        String id = server.management.configuration.issuers().getFirst().id().value();
        Response changed = server.request("PATCH", "/trusted-token-issuers/" + id)
                .json("{'client_authentication':'optional','default_application':'worker'}")
                .send();
        assertThat(changed.status()).isEqualTo(200);

        Response answer = explain(assertion().compact(), "");

        assertThat(answer.json()).containsEntry("outcome", "accepted").containsEntry("application", "worker");
        assertThat(answer.json().get("checks").toString())
                .contains("requests without client credentials, as those of its default application");
    }
}
