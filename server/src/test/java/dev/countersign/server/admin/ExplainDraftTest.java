package dev.countersign.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.fixtures.SampleAssertion;
import dev.countersign.core.fixtures.SampleIssuer;
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

/** Tests of explanations by a draft of an issuer, which is not saved. */
class ExplainDraftTest {
    private final ApiServer server = new ApiServer();
    private String id = "";

    @BeforeEach
    void register() {
        Response created = server.post(
                "/trusted-token-issuers",
                "{'name':'partner','issuer':'%s','keys':{'jwks_url':'https://partner.example/jwks'},'max_lifetime_seconds':600}"
                        .formatted(SampleIssuer.ISSUER));
        assertThat(created.status()).isEqualTo(201);
        id = created.text("id");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Response explain(String draft) {
        String assertion = SampleAssertion.at(server.management.clock.instant())
                .with("aud", ManagementFixture.SELF)
                .with("email", "a@b.example")
                .compact();
        return server.post("/explain", "{'assertion':'%s','issuer':%s}".formatted(assertion, draft));
    }

    private Response byPatch(String members) {
        return explain("{'id':'%s',%s}".formatted(id, members));
    }

    @SuppressWarnings("unchecked") // checks are objects
    private static Map<String, Object> check(Response response, String code) {
        return ((List<Map<String, Object>>) response.json().get("checks"))
                .stream()
                        .filter(check -> check.get("code").equals(code))
                        .findFirst()
                        .orElseThrow();
    }

    @Test
    void judgesByTheIssuerAfterAMergePatch() {
        assertThat(byPatch("'description':'x'").json()).containsEntry("outcome", "accepted");
        assertThat(byPatch("'enabled':false").json()).containsEntry("code", "issuer.disabled");
        assertThat(byPatch("'conditions':['claims.email == \\'\\'']".replace("\\'", "\\\""))
                        .json())
                .containsEntry("code", "policy.condition_failed");
        assertThat(byPatch("'max_lifetime_seconds':60").json()).containsEntry("code", "assertion.lifetime_too_long");
        Response renamed = byPatch("'name':'renamed'");
        assertThat(renamed.json()).containsEntry("outcome", "accepted").containsEntry("issuer", "renamed");
        assertThat(renamed.json().get("grant").toString()).contains("renamed:alice");
    }

    @Test
    void judgesByTheWholeIssuerInPlaceOfTheOneWithTheSameIdentifier() {
        Response response = explain(
                "{'name':'partner','issuer':'%s','keys':{'jwks_url':'https://partner.example/jwks'},'subject':{'mapping':'as_is'}}"
                        .formatted(SampleIssuer.ISSUER));

        assertThat(response.json()).containsEntry("outcome", "accepted");
        assertThat(response.json().get("grant").toString()).contains("subject=alice");
    }

    @Test
    void judgesByAnIssuerThatIsNotRegistered() {
        assertThat(server.request("DELETE", "/trusted-token-issuers/" + id)
                        .send()
                        .status())
                .isEqualTo(204);

        Response response = explain("{'name':'partner','issuer':'%s','keys':{'jwks':%s}}"
                .formatted(SampleIssuer.ISSUER, ManagementFixture.jwks().replace('"', '\'')));

        assertThat(response.json())
                .containsEntry("code", "assertion.key_not_found")
                .containsEntry("issuer", "partner");
        assertThat(server.get("/trusted-token-issuers").items("id")).isEmpty();
    }

    @Test
    void skipsTheSignatureWhereTheKeysWouldHaveToBeFetched() {
        Response response = byPatch("'keys':{'jwks_url':'https://other.example/jwks'}");

        assertThat(response.json()).containsEntry("outcome", "accepted").containsEntry("code", JsonNull.NULL);
        for (String code : List.of(
                "issuer.keys_unavailable",
                "assertion.key_not_found",
                "assertion.key_unusable",
                "assertion.signature_invalid")) {
            assertThat(check(response, code)).containsEntry("status", "skipped");
        }
        assertThat((String) check(response, "issuer.keys_unavailable").get("hint"))
                .startsWith("Not judged: the keys of a draft are not fetched");
    }

    @Test
    void savesNothing() {
        var before = server.get("/trusted-token-issuers/" + id).json();
        int events = server.management.store.events().size();

        byPatch("'enabled':false");

        assertThat(server.get("/trusted-token-issuers/" + id).json()).isEqualTo(before);
        assertThat(server.management.store.events()).hasSize(events);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            5                                          | /issuer wrong_type
            {'id':'of-another-organization'}           | /issuer/id unknown_reference
            {'id':5}                                   | /issuer/id wrong_type
            {'id':'ID','clock_skew_seconds':301}       | /issuer/clock_skew_seconds out_of_range
            {'id':'ID','conditions':['1 +']}           | /issuer/conditions/0 condition_invalid
            {'id':'ID','clock_scew_seconds':1}         | /issuer/clock_scew_seconds unknown_member
            """)
    void refusesWhatIsNoIssuer(String draft, String error) {
        Response response = explain(draft.replace("ID", id));

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.errors()).containsExactly(error);
    }

    @Test
    void refusesADraftThatClashesWithAnotherIssuer() {
        server.post(
                "/trusted-token-issuers",
                "{'name':'taken','issuer':'https://t.example','keys':{'jwks_url':'https://t.example/jwks'}}");

        Response response = byPatch("'name':'taken'");

        assertThat(response.status()).isEqualTo(409);
        assertThat(response.errors()).containsExactly("/issuer/name duplicate");
    }
}
