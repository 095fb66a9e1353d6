package dev.countersign.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.keys.FetchOutcome;
import dev.countersign.server.admin.ApiServer.Response;
import dev.countersign.server.registry.change.TestJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IssuerResourceTest {
    private static final String COLLECTION = "/trusted-token-issuers";

    private final ApiServer server = new ApiServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void answersACreationWithPlaceVersionAndWarnings() {
        Response created = create("partner");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("Location")).isEqualTo("/api/v1" + COLLECTION + "/" + created.text("id"));
        assertThat(created.header("ETag")).matches("\"[0-9a-f]{32}\"");
        assertThat(created.http().body()).contains("\"code\":\"jwks_fetched\",\"detail\":\"1 key (ES256), 84 ms\"");

        Response read = server.requestAt("GET", created.header("Location")).send();
        assertThat(read.header("ETag")).isEqualTo(created.header("ETag"));
        assertThat(read.json()).doesNotContainKey("warnings").containsEntry("name", "partner");
    }

    @Test
    void savesOnlyAnIssuerWhoseKeysCanBeFetchedWhenThatIsAskedFor() {
        server.management.trials.give(new FetchOutcome.Failed<>("answered 404"));

        Response refused = server.post(COLLECTION + "?validate=strict", issuer("partner"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.errors()).containsExactly("/keys/jwks_url jwks_unreachable");
        assertThat(server.get(COLLECTION).items("name")).isEmpty();

        Response created = create("partner");
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.http().body()).contains("The keys could not be fetched: answered 404.");
        assertThat(server.request("PATCH", path(created) + "?validate=strict")
                        .json("{}")
                        .send()
                        .status())
                .isEqualTo(400);
        assertThat(server.post(COLLECTION + "?validate=lax", issuer("other")).errors())
                .containsExactly("/validate not_allowed");
        assertThat(server.request("PUT", path(created) + "?validte=strict")
                        .json(issuer("partner"))
                        .send()
                        .errors())
                .containsExactly("/validte unknown_parameter");
    }

    @Test
    void takesItsOwnAnswerBack() {
        Response created = create("partner");

        Response replaced = server.request("PUT", path(created))
                .body("application/json", created.http().body())
                .send();

        assertThat(replaced.status()).isEqualTo(200);
        assertThat(replaced.json()).isEqualTo(TestJson.with(created.json(), "warnings", List.of()));
        assertThat(replaced.header("ETag")).isEqualTo(created.header("ETag"));
    }

    @ParameterizedTest
    @CsvSource({"application/merge-patch+json", "application/json", "Application/Merge-Patch+JSON; charset=utf-8"})
    void mergesAPatch(String type) {
        Response created = create("partner");

        Response patched = server.request("PATCH", path(created))
                .body(type, "{\"audience\":{\"single\":true},\"clock_skew_seconds\":5}")
                .send();

        assertThat(patched.status()).isEqualTo(200);
        assertThat(patched.json())
                .containsEntry("audience", Map.of("single", true))
                .containsEntry("clock_skew_seconds", 5L)
                .containsEntry("issuer", "https://partner.example");
        assertThat(patched.header("ETag")).isNotEqualTo(created.header("ETag"));
    }

    @Test
    void honoursIfMatch() {
        Response created = create("partner");
        String first = created.header("ETag");
        Response patched = patch(created, first, "{'enabled':false}");

        assertThat(patched.status()).isEqualTo(200);
        for (String stale : List.of(first, "\"other\"", "W/" + patched.header("ETag"), "nonsense")) {
            assertThat(patch(created, stale, "{'enabled':true}").status())
                    .as(stale)
                    .isEqualTo(412);
            assertThat(server.request("PUT", path(created))
                            .header("If-Match", stale)
                            .json(issuer("partner"))
                            .send()
                            .status())
                    .isEqualTo(412);
            Response deleted = server.request("DELETE", path(created))
                    .header("If-Match", stale)
                    .send();
            assertThat(deleted.status()).isEqualTo(412);
            assertThat(deleted.text("code")).isEqualTo("precondition_failed");
        }
        assertThat(patch(created, "*", "{'description':'a'}").status()).isEqualTo(200);
        String now = server.get(path(created)).header("ETag");
        assertThat(patch(created, "\"x\", " + now, "{'description':'b'}").status())
                .isEqualTo(200);
    }

    @Test
    void answersADuplicateWithTheMembersThatAreTaken() {
        create("partner");

        Response again = create("partner");

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text("code")).isEqualTo("duplicate");
        assertThat(again.errors()).containsExactlyInAnyOrder("/name duplicate", "/issuer duplicate");
    }

    @Test
    void listsTheApplicationsThatStandAgainstARemoval() {
        Response created = create("partner");
        server.post("/applications", "{'name':'orders-app','trusted_token_issuers':['partner']}");

        Response refused = server.request("DELETE", path(created)).send();

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("code")).isEqualTo("in_use");
        assertThat(refused.text("detail")).contains("orders-app");
        assertThat(refused.json()).containsEntry("applications", List.of("orders-app"));
        assertThat(server.request("DELETE", path(created) + "?force=false")
                        .send()
                        .status())
                .isEqualTo(409);
        assertThat(server.request("DELETE", path(created) + "?force=maybe")
                        .send()
                        .status())
                .isEqualTo(400);
        assertThat(server.request("DELETE", path(created) + "?force=true")
                        .send()
                        .status())
                .isEqualTo(204);
        assertThat(server.get(path(created)).status()).isEqualTo(404);
        assertThat(server.get("/applications").items("trusted_token_issuers")).containsExactly(List.of());
    }

    @Test
    void pagesThroughAListNewestFirst() {
        for (int i = 0; i < 5; i++) {
            create("n" + i);
            // two of each age, so that age alone does not tell them apart
            server.management.clock.advance(Duration.ofMillis(i % 2));
        }
        var seen = new ArrayList<Object>();
        String path = COLLECTION + "?limit=2";
        int pages = 0;
        while (true) {
            Response page = server.get(path);
            seen.addAll(page.items("name"));
            pages++;
            if (!(page.json().get("next_cursor") instanceof String cursor)) {
                break;
            }
            create("later" + pages);
            path = COLLECTION + "?limit=2&cursor=" + cursor;
        }

        assertThat(pages).isEqualTo(3);
        assertThat(seen).hasSize(5).doesNotHaveDuplicates();
        assertThat(seen.getFirst()).isEqualTo("n4");
        assertThat(seen.subList(1, 3)).containsExactlyInAnyOrder("n2", "n3");
        assertThat(seen.subList(3, 5)).containsExactlyInAnyOrder("n0", "n1");
    }

    @Test
    void filtersByAPartOfNameOrIssuerInAnyCase() {
        create("alpha");
        create("beta");

        assertThat(server.get(COLLECTION + "?q=ALPH").items("name")).containsExactly("alpha");
        assertThat(server.get(COLLECTION + "?q=%2F%2Fbeta.").items("name")).containsExactly("beta");
        assertThat(server.get(COLLECTION + "?q=").items("name")).hasSize(2);
        assertThat(server.get(COLLECTION + "?q=gamma").items("name")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, /limit out_of_range",
        "limit=201, /limit out_of_range",
        "limit=x, /limit out_of_range",
        "limit=1&limit=2, /limit duplicate",
        "cursor=AAAA, /cursor malformed",
        "cursor=%25, /cursor malformed",
        "limt=1, /limt unknown_parameter"
    })
    void refusesWhatIsNoQueryForAList(String query, String problem) {
        Response response = server.get(COLLECTION + "?" + query);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.errors()).containsExactly(problem);
    }

    @Test
    void acceptsTheGreatestLimit() {
        assertThat(server.get(COLLECTION + "?limit=200").status()).isEqualTo(200);
        assertThat(server.get(COLLECTION + "?limit=1").status()).isEqualTo(200);
    }

    @Test
    void showsTheKeysInUseAndFetchesThemAnew() {
        Response created = create("partner");

        Response keys = server.get(path(created) + "/keys");

        assertThat(keys.json())
                .containsEntry("state", "fresh")
                .containsEntry("last_fetch_at", "2030-01-01T11:59:00Z")
                .containsKeys("last_error", "next_fetch_at");
        assertThat(keys.http().body()).contains("\"last_used_at\":\"2029-12-31T00:00:00Z\"");
        assertThat(server.keyViews.refreshed).isEmpty();
        assertThat(server.request("POST", path(created) + "/keys/refresh")
                        .send()
                        .json())
                .isEqualTo(keys.json());
        assertThat(server.keyViews.refreshed).hasSize(1);
        assertThat(server.get(COLLECTION + "/absent/keys").status()).isEqualTo(404);
    }

    private Response create(String name) {
        return server.post(COLLECTION, issuer(name));
    }

    private static String issuer(String name) {
        return "{'name':'%s','issuer':'https://%s.example','keys':{'jwks_url':'https://%s.example/jwks'}}"
                .formatted(name, name, name);
    }

    private Response patch(Response created, String ifMatch, String patch) {
        return server.request("PATCH", path(created))
                .header("If-Match", ifMatch)
                .body("application/merge-patch+json", TestJson.text(TestJson.object(patch)))
                .send();
    }

    private static String path(Response created) {
        return COLLECTION + "/" + created.text("id");
    }
}
