package dev.countersign.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.server.admin.ApiServer.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests of the endpoints of blocked subjects. */
class BlockedSubjectResourceTest {
    private static final String COLLECTION = "/blocked-subjects";

    private final ApiServer server = new ApiServer();

    @BeforeEach
    void registerAnIssuer() {
        register("partner", "https://partner.example");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void blocksASubjectWithItsReason() {
        Response created = block("{'issuer':'partner','subject':'alice','reason':'Left the company'}");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json())
                .containsEntry("issuer", "partner")
                .containsEntry("subject", "alice")
                .containsEntry("reason", "Left the company")
                .containsEntry("source", "administrator")
                .containsEntry("created_at", "2030-01-01T12:00:00Z")
                .containsEntry("until", JsonNull.NULL);
        assertThat(created.http().headers().firstValue("Location"))
                .hasValueSatisfying(location -> assertThat(location).endsWith(COLLECTION + "/" + created.text("id")));
        assertThat(server.blocked.mapped).containsExactly(List.of("alice", "partner:alice"));
        Response read = server.get(COLLECTION + "/" + created.text("id"));
        assertThat(read.json()).isEqualTo(created.json());
        assertThat(read.http().headers().firstValue("ETag"))
                .isEqualTo(created.http().headers().firstValue("ETag"));
    }

    @Test
    void recordsWhoBlockedWhomAndHowManyTokensWereRevoked() {
        block("{'issuer':'partner','subject':'alice','reason':'Left'}");

        var event = server.blocked.events.getFirst();
        assertThat(event.action()).isEqualTo("blocked_subject.created");
        assertThat(event.after().orElseThrow())
                .contains("\"subject\":\"alice\"", "\"revoked\":3", "\"reason\":\"Left\"");
    }

    @Test
    void theSameSubjectTwiceIsAConflict() {
        block("{'issuer':'partner','subject':'alice'}");
        Response second = block("{'issuer':'partner','subject':'alice','reason':'again'}");

        assertThat(second.status()).isEqualTo(409);
        assertThat(second.json()).containsEntry("code", "duplicate");
    }

    @Test
    void reportsEveryProblemAtOnce() {
        Response refused = block("{'issuer':'nobody','reason':5,'until':'tomorrow','note':1}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(pointers(refused)).containsExactlyInAnyOrder("/issuer", "/subject", "/reason", "/until", "/note");
    }

    @Test
    void aBlockMustEndInTheFuture() {
        for (String past : List.of("2030-01-01T12:00:00Z", "2029-12-31T00:00:00Z", "+10000-01-01T00:00:00Z")) {
            assertThat(pointers(block("{'issuer':'partner','subject':'alice','until':'" + past + "'}")))
                    .containsExactly("/until");
        }
        Response created = block("{'issuer':'partner','subject':'alice','until':'2030-01-01T13:00:00.001+01:00'}");
        assertThat(created.json()).containsEntry("until", "2030-01-01T12:00:01Z");
    }

    @Test
    void aBlockThatHasEndedIsNotThere() {
        Response created = block("{'issuer':'partner','subject':'alice','until':'2030-01-01T12:01:00Z'}");
        String path = COLLECTION + "/" + created.text("id");

        server.management.clock.advance(Duration.ofSeconds(59));
        assertThat(server.get(path).status()).isEqualTo(200);
        server.management.clock.advance(Duration.ofSeconds(1));
        assertThat(server.get(path).status()).isEqualTo(404);
        assertThat(server.get(COLLECTION).items("id")).isEmpty();
    }

    @Test
    void liftsABlock() {
        String path = COLLECTION + "/"
                + block("{'issuer':'partner','subject':'alice'}").text("id");

        assertThat(server.request("DELETE", path)
                        .header("If-Match", "\"other\"")
                        .send()
                        .status())
                .isEqualTo(412);
        assertThat(server.request("DELETE", path).send().status()).isEqualTo(204);
        assertThat(server.request("DELETE", path).send().status()).isEqualTo(404);
        assertThat(server.get(path).status()).isEqualTo(404);
        assertThat(server.blocked.events.getLast().action()).isEqualTo("blocked_subject.deleted");
    }

    @Test
    void listsInPagesByIssuerAndText() {
        register("other", "https://other.example");
        for (String subject : List.of("a1", "a2", "a3")) {
            block("{'issuer':'partner','subject':'" + subject + "'}");
            server.management.clock.advance(Duration.ofSeconds(1));
        }
        block("{'issuer':'other','subject':'a4','reason':'Moved'}");

        var seen = new ArrayList<Object>();
        Response page = server.get(COLLECTION + "?limit=3");
        seen.addAll(page.items("subject"));
        page = server.get(COLLECTION + "?limit=3&cursor=" + page.text("next_cursor"));
        seen.addAll(page.items("subject"));
        assertThat(seen).containsExactly("a4", "a3", "a2", "a1");
        assertThat(page.json()).containsEntry("next_cursor", JsonNull.NULL);
        assertThat(items("?issuer=partner&q=A3")).containsExactly("a3");
        assertThat(items("?q=moved")).containsExactly("a4");
        assertThat(items("?issuer=nobody")).isEmpty();
        assertThat(server.get(COLLECTION + "?cursor=x").status()).isEqualTo(400);
        assertThat(server.get(COLLECTION + "?subject=a").status()).isEqualTo(400);
    }

    @Test
    void needsTheScopesOfEveryOtherResource() {
        String body = "{\"issuer\":\"partner\",\"subject\":\"alice\"}";
        assertThat(server.request("POST", COLLECTION)
                        .header("Authorization", "admin:read")
                        .body("application/json", body)
                        .send()
                        .status())
                .isEqualTo(403);
        assertThat(server.request("GET", COLLECTION)
                        .header("Authorization", "admin:write")
                        .send()
                        .status())
                .isEqualTo(403);
    }

    private List<Object> items(String query) {
        return new ArrayList<>(server.get(COLLECTION + query).items("subject"));
    }

    private Response block(String json) {
        return server.request("POST", COLLECTION)
                .body("application/json", json.replace('\'', '"'))
                .send();
    }

    private static List<Object> pointers(Response response) {
        List<Object> pointers = new ArrayList<>();
        for (Object error : (List<?>) response.json().get("errors")) {
            pointers.add(((Map<?, ?>) error).get("pointer"));
        }
        return pointers;
    }

    private void register(String name, String issuer) {
        Response created = server.request("POST", "/trusted-token-issuers")
                .body(
                        "application/json",
                        "{\"name\":\"%s\",\"issuer\":\"%s\",\"keys\":{\"jwks_url\":\"%s/jwks.json\"}}"
                                .formatted(name, issuer, issuer))
                .send();
        assertThat(created.status()).isEqualTo(201);
    }
}
