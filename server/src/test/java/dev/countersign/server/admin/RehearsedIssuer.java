package dev.countersign.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.server.admin.ApiServer.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** An API with the issuer {@code partner}, whose requests in the audit are judged by drafts. */
final class RehearsedIssuer implements AutoCloseable {
    final ApiServer server = new ApiServer();
    final RecordedRequests requests = new RecordedRequests(server.audit);
    final String id;

    RehearsedIssuer() {
        server.found = requests::find;
        id = register(
                "{'name':'partner','issuer':'https://partner.example','keys':{'jwks_url':'https://partner.example/jwks'},"
                        + "'scopes':['orders:read','orders:write'],'conditions':['claims.email_verified == true'],"
                        + "'alias':'us','max_lifetime_seconds':3600}");
        server.post(
                "/applications",
                "{'name':'orders-app','client_id':'orders','scopes':['orders:read','orders:write','orders:all']}");
        server.management.clock.advance(Duration.ofHours(1));
    }

    String register(String json) {
        Response created = server.post("/trusted-token-issuers", json);
        assertThat(created.status()).as(created.http().body()).isEqualTo(201);
        return created.text("id");
    }

    Instant now() {
        return server.management.clock.instant();
    }

    void advance(Duration time) {
        server.management.clock.advance(time);
    }

    Response rehearse(String patch) {
        return rehearse(patch, "");
    }

    Response rehearse(String patch, String query) {
        return server.post("/trusted-token-issuers/" + id + "/rehearse" + query, patch);
    }

    /** Judged, would be refused, would be accepted, unknown. */
    String counts(String patch) {
        return counts(rehearse(patch));
    }

    static String counts(Response response) {
        assertThat(response.status()).as(response.http().body()).isEqualTo(200);
        Map<String, Object> json = response.json();
        return "%s %s %s %s"
                .formatted(json.get("judged"), json.get("would_refuse"), json.get("would_accept"), json.get("unknown"));
    }

    /** Changes the issuer, which the audit keeps. */
    void change(String patch) {
        changeUnrecorded(patch);
        requests.add(server.management.store.events().getLast());
    }

    /** Changes the issuer, of which the audit lacks the event. */
    void changeUnrecorded(String patch) {
        Response changed = server.request("PATCH", "/trusted-token-issuers/" + id)
                .json(patch)
                .send();
        assertThat(changed.status()).as(changed.http().body()).isEqualTo(200);
    }

    @Override
    public void close() {
        server.close();
    }
}
