package dev.countersign.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.server.admin.ApiServer.Response;
import dev.countersign.server.organization.NewOrganization;
import dev.countersign.server.registry.change.ManagementFixture;
import dev.countersign.server.registry.change.TestJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Tests that every administrative change is recorded with its states before and after, and never with a secret or its
 * hash.
 */
class ChangesOnRecordTest {
    /** What is written nowhere: they look, or fetch. */
    private static final Set<String> NO_CHANGES = Set.of(
            "POST /explain",
            "POST /trust/plan",
            "POST /trusted-token-issuers/{id}/keys/refresh",
            "POST /trusted-token-issuers/{id}/rehearse",
            "POST /trusted-token-issuers/discover");

    private final ApiServer server = new ApiServer();
    private final List<String> secrets = new ArrayList<>();
    private final Set<String> called = new HashSet<>();
    private int seen;

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void everyChangeIsOnRecordWithBeforeAndAfterAndNoSecretIs() {
        edit("/trusted-token-issuers", "trusted_token_issuer", ManagementFixture.issuer("partner"), "enabled", false);
        edit("/api-resources", "api_resource", Map.of("name", "orders", "audience", "urn:orders"), "description", "x");
        editApplications();

        Map<String, Object> file = Map.of("applications", List.of(Map.of("name", "filed")));
        String version = send("POST", "/trust/plan", file).text("version");
        Response applied = send("POST", "/trust/apply", TestJson.with(file, "version", version));
        secrets.add((String) ((Map<?, ?>) ((List<?>) applied.json().get("secrets")).getFirst()).get("client_secret"));
        assertThat(server.management.store.events())
                .anyMatch(event -> event.action().equals("application.created")
                        && event.targetName().equals("filed"));
        called.add("POST /trust/apply");

        send("POST", "/signing-keys/rotate", Map.of());
        called.add("POST /signing-keys/rotate");
        assertThat(server.signingKeys.events()).singleElement().satisfies(event -> {
            assertThat(event.action()).isEqualTo("signing_keys.rotated");
            assertThat(event.before()).isPresent();
            assertThat(event.after()).isPresent();
        });

        revokeTokens();
        blockSubjects();
        editOrganizations();
        retryDeliveries();
        for (AdminEvent event : server.management.store.events()) {
            String everything = event.toString();
            for (String secret : secrets) {
                byte[] hash = Sha256.of(secret.getBytes(StandardCharsets.UTF_8)).bytes();
                assertThat(everything)
                        .doesNotContain(secret)
                        .doesNotContainIgnoringCase(HexFormat.of().formatHex(hash))
                        .doesNotContain(Base64.getEncoder().withoutPadding().encodeToString(hash))
                        .doesNotContain(Base64.getUrlEncoder().withoutPadding().encodeToString(hash))
                        .doesNotContain("\"hash\"", "\"client_secret\"");
            }
        }
        assertThat(secrets).hasSize(6);
        assertThat(server.endpoints().stream()
                        .map(endpoint -> endpoint.method() + " " + endpoint.path())
                        .filter(operation -> !operation.startsWith("GET ") && !NO_CHANGES.contains(operation)))
                .as("operations that change something")
                .containsExactlyInAnyOrderElementsOf(called);
    }

    private void retryDeliveries() {
        server.noticeRecords.undelivered = 2;
        assertThat(send("POST", "/notices/deliveries/retry", Map.of()).json().toString())
                .contains("retried=2");
        called.add("POST /notices/deliveries/retry");
        assertThat(server.noticeRecords.events).singleElement().satisfies(event -> {
            assertThat(event.action()).isEqualTo("notice_deliveries.retried");
            assertThat(event.after()).contains("{\"retried\":2}");
        });
    }

    private void editOrganizations() {
        String secret = "o".repeat(40);
        secrets.add(secret);
        String id = send(
                        "POST",
                        "/organizations",
                        Map.of(
                                "slug",
                                "acme",
                                "name",
                                "Acme",
                                "bootstrap_client",
                                Map.of("client_id", "admin", "client_secret", secret)))
                .text("id");
        send("POST", "/organizations/" + id + "/administrator-link", Map.of());
        send("PATCH", "/organizations/" + id, Map.of("enabled", false));
        send("DELETE", "/organizations/" + id, Map.of());
        importOrganization();
        called.addAll(List.of(
                "POST /organizations",
                "POST /organizations/{id}/administrator-link",
                "PATCH /organizations/{id}",
                "POST /organizations/import",
                "DELETE /organizations/{id}"));
        List<AdminEvent> events = server.organizations.events;
        assertThat(events)
                .extracting(AdminEvent::action)
                .containsExactly(
                        "organization.created",
                        "organization.link_created",
                        "organization.updated",
                        "organization.deleted",
                        "organization.imported",
                        "organization.exported");
        assertThat(server.organizations.eventsWithin)
                .extracting(AdminEvent::action, AdminEvent::actor)
                .containsExactly(
                        tuple("organization.imported", "admin@root"), tuple("organization.exported", "admin@root"));
        assertThat(events.get(2).before()).isEqualTo(events.get(0).after());
        assertThat(events.get(3).before()).isEqualTo(events.get(2).after());
        assertThat(events.toString()).doesNotContain(secret, "code=");
    }

    private void importOrganization() {
        Response imported = send(
                "POST",
                "/organizations/import",
                TestJson.object("{'organization':'globex','organization_settings':{'name':'Globex'},"
                        + "'applications':[{'name':'filed'}],'people':[{'username':'ada','role':'administrator'}]}"));
        secrets.add((String) ((Map<?, ?>) ((List<?>) imported.json().get("secrets")).getFirst()).get("client_secret"));
        assertThat(server.get("/organizations/" + imported.text("id") + "/export")
                        .status())
                .isEqualTo(200);
        NewOrganization stored =
                Optional.ofNullable(server.organizations.contents.get("globex")).orElseThrow();
        assertThat(stored.trust()).extracting(change -> change.event().action()).contains("application.created");
        assertThat(stored.people())
                .extracting(change -> change.event().action())
                .containsExactly("administrator.created");
        assertThat(stored.trust().toString() + stored.people()).doesNotContain(secrets.getLast());
    }

    private void revokeTokens() {
        send("POST", "/token-revocations", Map.of("subject", "partner:alice"));
        called.add("POST /token-revocations");
        assertThat(server.tokens.events()).singleElement().satisfies(event -> {
            assertThat(event.action()).isEqualTo("subject.tokens_revoked");
            assertThat(event.targetName()).isEqualTo("partner:alice");
            assertThat(event.after()).contains("{\"revoked\":3}");
        });

        send("POST", "/global-token-revocation", Map.of("sub_id", Map.of("format", "opaque", "id", "partner:bob")));
        called.add("POST /global-token-revocation");
        assertThat(server.tokens.events())
                .last()
                .satisfies(event -> assertThat(event.targetName()).isEqualTo("partner:bob"));
    }

    private void blockSubjects() {
        send("POST", "/trusted-token-issuers", ManagementFixture.issuer("workforce"));
        String id = send("POST", "/blocked-subjects", Map.of("issuer", "workforce", "subject", "alice"))
                .text("id");
        send("DELETE", "/blocked-subjects/" + id, Map.of());
        called.add("POST /blocked-subjects");
        called.add("DELETE /blocked-subjects/{id}");
        AdminEvent creation = server.blocked.events.getFirst();
        assertThat(creation.action()).isEqualTo("blocked_subject.created");
        assertThat(creation.after().orElseThrow()).contains(id);
        AdminEvent deletion = server.blocked.events.getLast();
        assertThat(deletion.action()).isEqualTo("blocked_subject.deleted");
        assertThat(deletion.before().orElseThrow()).contains(id);
    }

    private void editApplications() {
        edit("/applications", "application", Map.of("name", "app"), "enabled", false);
        Response created = send("POST", "/applications", Map.of("name", "app", "client_secret", "s".repeat(40)));
        secrets.add("s".repeat(40));
        String application = "/applications/" + created.text("id");
        fresh("application.created");

        Response added = send("POST", application + "/secrets", Map.of());
        secrets.add(added.text("client_secret"));
        assertThat(fresh("application.secret_added").after().orElseThrow()).contains(added.text("id"));
        called.add("POST /applications/{id}/secrets");

        send("DELETE", application + "/secrets/" + added.text("id"), Map.of());
        AdminEvent removed = fresh("application.secret_removed");
        assertThat(removed.before().orElseThrow()).contains(added.text("id"));
        assertThat(removed.after().orElseThrow()).doesNotContain(added.text("id"));
        called.add("DELETE /applications/{id}/secrets/{secret_id}");
    }

    /** Registers, replaces, changes and deletes one thing. */
    private void edit(String collection, String noun, Map<String, Object> input, String member, Object other) {
        Response created = send("POST", collection, input);
        Object secret = created.json().get("client_secret");
        if (secret instanceof String shown) {
            secrets.add(shown);
        }
        AdminEvent creation = fresh(noun + ".created");
        assertThat(creation.before()).isEmpty();
        assertThat(creation.after().orElseThrow()).contains(created.text("id"));

        String item = collection + "/" + created.text("id");
        send("PUT", item, TestJson.with(input, member, other));
        assertThat(fresh(noun + ".updated").before()).isEqualTo(creation.after());
        send("PATCH", item, Map.of("name", "renamed"));
        AdminEvent change = fresh(noun + ".updated");
        assertThat(change.after()).isPresent().isNotEqualTo(change.before());
        send("DELETE", item, Map.of());
        AdminEvent deletion = fresh(noun + ".deleted");
        assertThat(deletion.before()).isEqualTo(change.after());
        assertThat(deletion.after()).isEmpty();

        called.add("POST " + collection);
        List.of("PUT", "PATCH", "DELETE").forEach(method -> called.add(method + " " + collection + "/{id}"));
    }

    /** The one event that was recorded since the last look. */
    private AdminEvent fresh(String action) {
        List<AdminEvent> events = server.management.store.events();
        assertThat(events).hasSize(++seen);
        assertThat(events.getLast().action()).isEqualTo(action);
        assertThat(events.getLast().actor()).isEqualTo("admin");
        return events.getLast();
    }

    private Response send(String method, String path, Map<String, Object> body) {
        var request = server.request(method, path);
        Response response = (body.isEmpty() ? request : request.body("application/json", TestJson.text(body))).send();
        assertThat(response.status()).as(response.http().body()).isBetween(200, 299);
        return response;
    }
}
