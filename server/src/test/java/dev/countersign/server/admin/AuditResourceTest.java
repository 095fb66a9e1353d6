package dev.countersign.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.jose.JsonNull;
import dev.countersign.server.admin.ApiServer.Response;
import dev.countersign.server.management.AuditQuery;
import dev.countersign.server.management.AuditRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditResourceTest {
    private final ApiServer server = new ApiServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void passesEveryFilterOn() {
        server.get("/audit-events?correlation_id=c&kind=token&outcome=refused&code=assertion.expired&issuer=partner"
                + "&application=app&subject=s&from=2030-01-01T00:00:00Z&to=2030-01-02T00:00:00%2B01:00&q=x&limit=7");

        assertThat(server.queries)
                .containsExactly(new AuditQuery(
                        Optional.of("c"),
                        Optional.of("token"),
                        Optional.of("refused"),
                        Optional.of("assertion.expired"),
                        Optional.of("partner"),
                        Optional.of("app"),
                        Optional.of("s"),
                        Optional.of(Instant.parse("2030-01-01T00:00:00Z")),
                        Optional.of(Instant.parse("2030-01-01T23:00:00Z")),
                        Optional.of("x"),
                        OptionalLong.empty(),
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
        assertThat(server.queries.getLast().before()).isEqualTo(OptionalLong.of(2));
        assertThat(second.json()).containsEntry("next_cursor", JsonNull.NULL);
    }

    @Test
    void showsWhatTheEventHoldsBesideItsColumnsAndNeverInTheirPlace() {
        server.audit.add(event(1, "{\"evidence\":{\"expected\":\"a\"},\"outcome\":\"forged\"}"));
        server.audit.add(event(2, "not json"));

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
        "limit=201, /limit out_of_range",
        "isuer=x, /isuer unknown_parameter"
    })
    void refusesWhatIsNoFilter(String query, String problem) {
        Response response = server.get("/audit-events?" + query);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.errors()).containsExactly(problem);
        assertThat(server.queries).isEmpty();
    }

    private static AuditRecord event(long id, String detail) {
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
