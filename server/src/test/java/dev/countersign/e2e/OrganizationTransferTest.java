package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.e2e.WrittenRequests.Reply;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** End-to-end tests of documents and trust files of one organization that are sent to another. */
class OrganizationTransferTest {
    /** Parts of an explanation that differ between two moments and two assertions. */
    private static final String CHANGING = "[0-9]+ characters|[0-9]{4}-[0-9T:.-]+Z";

    private static final List<String> COLLECTIONS =
            List.of("/trusted-token-issuers", "/applications", "/api-resources", "/blocked-subjects");

    @TempDir
    private static Path folder;

    private static ServerProcess server;
    private static OrganizationSite root;
    private static OrganizationContents source;

    @BeforeAll
    static void start() throws Exception {
        server = ServerProcess.start(folder.resolve("home"));
        root = OrganizationSite.root(server);
        source = new OrganizationContents(root.create("source"), "source");
    }

    @AfterAll
    static void stop() {
        if (source != null) {
            source.close();
        }
        server.close();
    }

    private static Map<String, String> everything(OrganizationSite site) {
        var documents = new LinkedHashMap<String, String>();
        COLLECTIONS.forEach(
                path -> documents.put(path, site.api("GET", path, "").body()));
        return documents;
    }

    @Test
    void aDocumentOfOneOrganizationIsRegisteredWithIdsOfAnother() {
        OrganizationSite site = root.create("copies");
        Map<String, String> before = everything(source.site());
        for (String path : COLLECTIONS) {
            for (JsonNode item : source.site().api("GET", path, "").json().path("items")) {
                var document = (ObjectNode) item.deepCopy();
                boolean isOfAdministrator =
                        document.path("client_id").asString("").equals(ServerProcess.ADMIN_ID);
                if (!isOfAdministrator) {
                    Reply made = site.api("POST", path, document.toString());
                    assertThat(made.status()).as(path + made.body()).isEqualTo(201);
                    assertThat(made.text("id")).isNotEqualTo(item.path("id").asString());
                    assertThat(made.header("Location")).isEqualTo("/t/copies/api/v1" + path + "/" + made.text("id"));
                    assertThat(Collections.disjoint(ids(made.json().path("secrets")), ids(item.path("secrets"))))
                            .isTrue();
                    assertThat(site.api("DELETE", path + "/" + made.text("id") + "?force=true", "")
                                    .status())
                            .isEqualTo(204);
                    if (path.equals("/trusted-token-issuers")) {
                        site.api("POST", path, document.toString()); // for its blocked subject
                    }
                }
            }
        }
        assertThat(everything(source.site())).isEqualTo(before);
        assertThat(source.dead()).isEmpty();
    }

    private static List<String> ids(JsonNode items) {
        return items.findValuesAsString("id");
    }

    @Test
    void aTrustFileOfOneOrganizationIsAppliedToAnotherAlone() {
        OrganizationSite site = root.create("imported");
        Map<String, String> before = everything(source.site());
        var file = (ObjectNode) source.site().api("GET", "/trust/export", "").json();

        Reply refused = site.api("POST", "/trust/plan", file.toString());
        assertThat(refused.status()).as("it names its organization").isEqualTo(400);
        file.remove("organization");
        Reply plan = site.api("POST", "/trust/plan", file.toString());
        assertThat(plan.status()).as(plan.body()).isEqualTo(200);
        file.set("version", plan.json().path("version"));
        Reply applied = site.api("POST", "/trust/apply", file.toString());

        assertThat(applied.status()).as(applied.body()).isEqualTo(200);
        for (String path : COLLECTIONS.subList(0, 3)) {
            JsonNode there = site.api("GET", path, "").json().path("items");
            JsonNode here = source.site().api("GET", path, "").json().path("items");
            assertThat(there.findValuesAsString("name")).containsAll(here.findValuesAsString("name"));
            assertThat(there.findValuesAsString("id")).doesNotContainAnyElementsOf(here.findValuesAsString("id"));
        }
        assertThat(everything(source.site())).isEqualTo(before);
        assertThat(source.dead()).isEmpty();
        String assertion = source.partner().assertion(site.issuer());
        assertThat(site.exchange(source.clientId("basic"), OrganizationSite.SECRET, assertion)
                        .status())
                .as("secrets are no part of a file")
                .isEqualTo(401);
    }

    @Test
    void aDraftOfAnIssuerOfAnotherOrganizationIsUnknown() {
        OrganizationSite site = root.create("drafting");
        String never = Secrets.generateId();

        Reply reply = explain(site, source.issuerId());

        assertThat(reply.shown(source.issuerId()).replaceAll(CHANGING, ""))
                .isEqualTo(explain(site, never).shown(never).replaceAll(CHANGING, ""));
    }

    private static Reply explain(OrganizationSite site, String issuerId) {
        String assertion = source.partner().assertion(site.issuer());
        return site.api("POST", "/explain", Map.of("assertion", assertion, "issuer", Map.of("id", issuerId)));
    }
}
