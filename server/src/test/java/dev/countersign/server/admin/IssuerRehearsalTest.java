package dev.countersign.server.admin;

import static dev.countersign.server.admin.RecordedRequests.accepted;
import static dev.countersign.server.admin.RecordedRequests.refused;
import static dev.countersign.server.admin.RehearsedIssuer.counts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.server.admin.ApiServer.Response;
import dev.countersign.server.registry.change.TestJson;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of the judgement of earlier requests by a draft of their issuer. */
class IssuerRehearsalTest {
    private static final String REUSABLE = "{'replay':{'allow_reuse':true}}";

    private final RehearsedIssuer issuer = new RehearsedIssuer();

    @AfterEach
    void stop() {
        issuer.close();
    }

    @Test
    void aDisabledDraftWouldHaveRefusedWhatWasAccepted() {
        issuer.requests.add(accepted(issuer.now()));
        issuer.requests.add(refused(issuer.now(), "assertion.expired"));

        Response response = issuer.rehearse("{'enabled':false}");

        assertThat(counts(response)).isEqualTo("2 1 0 0");
        assertThat(response.json().get("examples"))
                .isEqualTo(List.of(Map.of(
                        "correlation_id",
                        "correlation-1",
                        "was",
                        "accepted",
                        "would_be",
                        "issuer.disabled",
                        "expected",
                        "an enabled issuer",
                        "actual",
                        "partner is disabled")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                                     | 1 0 0 0
            {'description':'x','claims':[{'from':'a','to':'b'}]}                   | 1 0 0 0
            {'security_events':{'enabled':true,'audience':'x'}}                    | 1 0 0 0
            {'issuer':'https://other.example'}                                     | 1 1 0 0
            {'name':'other'}                                                       | 1 0 0 0
            {'alias':null}                                                         | 0 0 0 1
            {'audiences':['more']}                                                 | 1 0 0 0
            {'audience':{'single':true}}                                           | 0 0 0 1
            {'algorithms':['RS256']}                                               | 0 0 0 1
            {'types':['JWT']}                                                      | 0 0 0 1
            {'id_jag':'accepted'}                                                  | 1 0 0 0
            {'id_jag':'only'}                                                      | 0 0 0 1
            {'clock_skew_seconds':60}                                              | 1 0 0 0
            {'clock_skew_seconds':29}                                              | 0 0 0 1
            {'max_lifetime_seconds':3601}                                          | 1 0 0 0
            {'max_lifetime_seconds':3599}                                          | 0 0 0 1
            {'iat':{'validate':false}}                                             | 1 0 0 0
            {'iat':{'require':true}}                                               | 0 0 0 1
            {'replay':{'require_jti':true}}                                        | 0 0 0 1
            {'replay':{'allow_reuse':true}}                                        | 1 0 0 0
            {'bound_by_assertion':true}                                            | 0 0 0 1
            {'keys':{'jwks_url':'https://other.example/jwks'}}                     | 0 0 0 1
            {'scope_claim':'scope'}                                                | 0 0 0 1
            {'subject':{'mapping':'as_is'}}                                        | 1 0 0 0
            {'subject':{'mapping':'claim','claim':'email'}}                        | 0 0 0 1
            {'subject':{'mapping':'claim','claim':'sub'}}                          | 1 0 0 0
            {'token_exchange':{'enabled':true}}                                    | 1 0 0 0
            {'scopes':['orders:read']}                                             | 1 0 0 0
            {'scopes':['orders:write']}                                            | 1 1 0 0
            {'scopes':null}                                                        | 1 0 0 0
            {'scopes':['orders:all']}                                              | 0 0 0 1
            """)
    void anAcceptedRequestIsRefusedOnlyByAnInputThatIsKept(String patch, String counts) {
        issuer.requests.add(accepted(issuer.now()).scopes("orders:read"));

        assertThat(issuer.counts(patch)).isEqualTo(counts);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            []                                                                     | 1 0 0 0
            ['claims.email_verified == true','claims.sub == "alice"']              | 1 0 0 0
            ['claims.sub == "alice"','claims.iss == "https://partner.example"']    | 1 0 0 0
            ['claims.sub == "bob"']                                                | 1 1 0 0
            ['claims["sub"].startsWith("ali")']                                    | 1 0 0 0
            ['claims.groups.exists(g, g == "a")','claims.sub == "bob"']            | 1 1 0 0
            ['claims.email == "a@b.example"']                                      | 0 0 0 1
            ['has(claims.email)']                                                  | 0 0 0 1
            ['size(claims) > 0']                                                   | 0 0 0 1
            ['claims[claims.sub] == "x"']                                          | 0 0 0 1
            """)
    void conditionsOnTheSubjectAreJudgedAndOthersAreNot(String conditions, String counts) {
        issuer.requests.add(accepted(issuer.now()));

        Response response = issuer.rehearse(quoted("{'conditions':" + conditions + "}"));
        assertThat(counts(response)).isEqualTo(counts);
    }

    /** Quotes within an expression are escaped, and those of the JSON are apostrophes. */
    private static String quoted(String json) {
        return json.replace("\"", "\\\"");
    }

    @Test
    void anExampleShowsTheConditionAndTheSubject() {
        issuer.requests.add(accepted(issuer.now()).of("mallory"));

        Response response = issuer.rehearse(quoted("{'conditions':['claims.sub == \"alice\"']}"));

        assertThat(response.json().get("examples").toString())
                .contains("policy.condition_failed", "claims.sub == \"alice\"", "false: claims.sub is \"mallory\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            issuer.disabled                |                              |        | {'max_lifetime_seconds':9}   | 0 0 0 1
            issuer.not_allowed_for_client  |                              |        | {'alias':null}               | 1 0 0 0
            assertion.expired              |                              |        | {'alias':'them'}             | 1 0 0 0
            assertion.expired              |                              |        | {'clock_skew_seconds':29}    | 1 0 0 0
            assertion.expired              |                              |        | {'clock_skew_seconds':31}    | 0 0 0 1
            assertion.audience_mismatch    |                              |        | {'alias':'them'}             | 0 0 0 1
            assertion.audience_mismatch    |                              |        | {'alias':null}               | 1 0 0 0
            assertion.lifetime_too_long    | at most 3600 s               | 7200 s | {'max_lifetime_seconds':7199}| 1 0 0 0
            assertion.lifetime_too_long    | at most 3600 s               | 7200 s | {'max_lifetime_seconds':7200}| 0 0 0 1
            assertion.algorithm_not_allowed| one of [ES256]               | none   | {'algorithms':['RS256']}     | 1 0 0 0
            policy.condition_failed        | claims.email_verified == true| false  | {'conditions':[]}            | 0 0 0 1
            policy.condition_failed        | claims.email_verified == true| false  | {'scopes':null}              | 1 0 0 0
            policy.scope_not_allowed       |                              |        | {'scopes':null}              | 0 0 0 1
            policy.resource_not_allowed    |                              |        | {'scopes':null}              | 1 0 0 0
            policy.subject_blocked         |                              |        | {'scopes':null}              | 1 0 0 0
            assertion.signature_invalid    |                              |        | {'scopes':null}              | 1 0 0 0
            issuer.keys_unavailable        |                              |        | {'keys':{'jwks_url':'https://x.example/j'}} | 0 0 0 1
            token.unusable                 |                              |        | {'scopes':null}              | 0 0 0 1
            """)
    void aRefusedRequestIsRefusedAgainUnlessTheDraftIsLooserWhereItWasRefused(
            String code, String expected, String actual, String patch, String counts) {
        issuer.requests.add(
                accepted(issuer.now()).refused(code, expected == null ? "" : expected, actual == null ? "" : actual));

        assertThat(issuer.counts(patch)).isEqualTo(counts);
    }

    @Test
    void anAssertionThatWasPresentedBeforeIsAcceptedWhereItMayBeReused() {
        issuer.requests.add(refused(issuer.now(), "assertion.replayed"));

        Response response = issuer.rehearse(REUSABLE);

        assertThat(counts(response)).isEqualTo("1 0 1 0");
        assertThat(response.json().get("examples").toString()).contains("was=assertion.replayed", "would_be=accepted");
        assertThat(issuer.counts("{'replay':{'allow_reuse':true,'require_jti':true}}"))
                .isEqualTo("0 0 0 1");
    }

    @Test
    void anAssertionIsNotKnownToBeAcceptedWhereSomethingElseMayHaveBeenPresentedBefore() {
        issuer.requests.add(refused(issuer.now(), "assertion.replayed").without("secret_id"));

        assertThat(issuer.counts(REUSABLE)).isEqualTo("0 0 0 1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'client_authentication':'required','default_application':null} | 1 1 0 0
            {'enabled':false}                                               | 1 1 0 0
            {'default_application':'other-app'}                             | 0 0 0 1
            {'description':'x'}                                             | 1 0 0 0
            """)
    void aRequestWithoutCredentialsDependsOnTheDefaultApplication(String patch, String counts) {
        issuer.server.post("/applications", "{'name':'other-app'}");
        issuer.change("{'client_authentication':'optional','default_application':'orders-app'}");
        issuer.advance(Duration.ofMinutes(1));
        issuer.requests.add(accepted(issuer.now()).withoutCredentials());

        Response response = issuer.rehearse(patch);

        assertThat(counts(response)).isEqualTo(counts);
        assertThat(response.json().get("examples").toString())
                .matches(text -> text.equals("[]") || text.contains("client.unauthenticated"));
    }

    @Test
    void savesNothing() {
        var before = issuer.server.get("/trusted-token-issuers/" + issuer.id).json();
        int events = issuer.server.management.store.events().size();

        issuer.rehearse("{'enabled':false,'name':'other'}");

        assertThat(issuer.server.get("/trusted-token-issuers/" + issuer.id).json())
                .isEqualTo(before);
        assertThat(issuer.server.management.store.events()).hasSize(events);
        assertThat(issuer.server.keyViews.refreshed).isEmpty();
    }

    @Test
    void refusesWhatAnUpdateWouldRefuse() {
        issuer.register("{'name':'taken','issuer':'https://t.example','keys':{'jwks_url':'https://t.example/jwks'}}");

        assertThat(issuer.rehearse("{'clock_skew_seconds':301,'conditions':['1 +']}")
                        .errors())
                .containsExactlyInAnyOrder("/clock_skew_seconds out_of_range", "/conditions/0 condition_invalid");
        assertThat(issuer.rehearse("{'name':'taken'}").status()).isEqualTo(409);
        assertThat(issuer.server
                        .post("/trusted-token-issuers/of-another-organization/rehearse", "{}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aReaderMayRehearse() {
        var request = issuer.server
                .request("POST", "/trusted-token-issuers/" + issuer.id + "/rehearse")
                .body("application/merge-patch+json", TestJson.text(Map.of("enabled", false)));

        assertThat(request.header("Authorization", "admin:read").send().status())
                .isEqualTo(200);
        assertThat(request.header("Authorization", "orders:read").send().status())
                .isEqualTo(403);
    }
}
