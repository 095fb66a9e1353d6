package dev.countersign.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.server.admin.ApiServer.Response;
import dev.countersign.server.insight.AuditQuery;
import dev.countersign.server.insight.AuditRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public class AuditResourceTest {
    private final ApiServer server = new ApiServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void passesEveryFilterOn() {
        server.get(
                "/audit-events?correlation_id=c&kind=token&outcome=refused&code=assertion.expired&issuer=partner"
                        + "&application=app&subject=s&actor=ann&from=2030-01-01T00:00:00Z&to=2030-01-02T00:00:00%2B01:00&q=x&limit=7");

        assertThat(server.queries)
                .containsExactly(new AuditQuery(
                        Optional.of("c"),
                        Optional.of("token"),
                        Optional.of("refused"),
                        Optional.of("assertion.expired"),
                        Optional.of("partner"),
                        Optional.of("app"),
                        Optional.of("s"),
                        Optional.of("ann"),
                        Optional.of(Instant.parse("2030-01-01T00:00:00Z")),
                        Optional.of(Instant.parse("2030-01-01T23:00:00Z")),
                        Optional.of("x"),
                        AuditQuery.Stretch.backFrom(0),
                        8));
    }

    @Test
    void givesACursorThatContinuesAfterThePage() {
        for (long id = 3; id > 0; id--) {
            server.audit.add(event(id, "{}"));
        }

        Response first = server.get("/audit-events?limit=2");
        Response second = server.get("/audit-events?limit=3&cursor=" + first.text("next_cursor"));

        assertThat(first.items("id")).containsExactly("3", "2");
        assertThat(second.items("id")).containsExactly("1");
        assertThat(second.json()).containsEntry("next_cursor", JsonNull.NULL);
    }

    @Test
    void showsWhatTheEventHoldsBesideItsColumnsAndNeverInTheirPlace() {
        server.audit.add(event(2, "{\"evidence\":{\"expected\":\"a\"},\"outcome\":\"forged\"}"));
        server.audit.add(event(1, "not json"));

        Response response = server.get("/audit-events");

        assertThat(response.items("evidence")).containsExactly(Map.of("expected", "a"), null);
        assertThat(response.items("outcome")).containsExactly("refused", "refused");
        assertThat(response.items("subject")).isEqualTo(List.of(JsonNull.NULL, JsonNull.NULL));
    }

    @ParameterizedTest
    @CsvSource({
        "kind=tokens, /kind not_allowed",
        "outcome=ok, /outcome not_allowed",
        "from=yesterday, /from malformed",
        "to=2030-01-01, /to malformed",
        "cursor=x, /cursor malformed",
        "from=%2B10000-01-01T00:00:00Z, /from out_of_range",
        "to=1969-12-31T23:59:59Z, /to out_of_range",
        "from=2030-01-02T00:00:00Z&to=2030-01-01T00:00:00Z, /to out_of_range",
        "code=assertion.expird, /code not_allowed",
        "after=x, /after malformed",
        "after=-1, /after malformed",
        "limit=201, /limit out_of_range",
        "limit=0, /limit out_of_range",
        "isuer=x, /isuer unknown_parameter"
    })
    void refusesWhatIsNoFilter(String query, String problem) {
        Response response = server.get("/audit-events?" + query);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.errors()).containsExactly(problem);
        assertThat(server.queries).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "kind=admn, \"admin\"",
        "outcome=refusd, \"refused\"",
        "code=assertion.expird, \"assertion.expired\"",
        "corelation_id=x, \"correlation_id\""
    })
    void namesTheNearestValidWord(String query, String nearest) {
        assertThat(server.get("/audit-events?" + query).http().body())
                .contains("did you mean")
                .contains(nearest.replace("\"", "\\\""));
    }

    @Test
    void whoFollowsGetsEachEventOnceInTheOrderOfRecording() {
        server.audit.add(event(1, "{}"));
        Response first = server.get("/audit-events");
        assertThat(first.text("next_after")).isEqualTo("1");

        Response nothingNew = server.get("/audit-events?after=" + first.text("next_after"));
        for (long id = 2; id <= 4; id++) {
            server.audit.add(event(id, "{}"));
        }
        Response two = server.get("/audit-events?limit=2&after=" + nothingNew.text("next_after"));
        Response third = server.get("/audit-events?limit=2&after=" + two.text("next_after"));
        Response byCursor = server.get(
                "/audit-events?limit=2&after=" + nothingNew.text("next_after") + "&cursor=" + two.text("next_cursor"));

        assertThat(nothingNew.items("id")).isEmpty();
        assertThat(two.items("id")).containsExactly("2", "3");
        assertThat(third.items("id")).containsExactly("4").isEqualTo(byCursor.items("id"));
        assertThat(third.json()).containsEntry("next_cursor", JsonNull.NULL).containsEntry("next_after", "4");
    }

    @Test
    void whoFollowsWithAFilterIsToldHowFarWasLooked() {
        server.audit.add(event(7, "{}"));
        server.found = _ -> List.of();

        assertThat(server.get("/audit-events?after=3&subject=nobody").text("next_after"))
                .isEqualTo("7");
        assertThat(server.get("/audit-events?after=9").text("next_after"))
                .as("never behind what was seen, even when the record was purged meanwhile")
                .isEqualTo("9");
    }

    public static AuditRecord event(long id, String detail) {
        return new AuditRecord(
                id,
                Instant.parse("2030-01-01T12:00:00Z"),
                "token",
                "c",
                "refused",
                "issuer_resolved",
                Optional.of("assertion.expired"),
                Optional.empty(),
                Optional.of("partner"),
                Optional.of("app"),
                Optional.of("client"),
                Optional.empty(),
                Optional.empty(),
                detail);
    }
}
