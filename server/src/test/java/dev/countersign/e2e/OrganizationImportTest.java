package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.e2e.WrittenRequests.Reply;
import dev.countersign.server.store.PostgresCluster;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** End-to-end tests of organizations that are exported and imported. */
class OrganizationImportTest {
    private static final int LARGER_THAN_A_BODY = 1 << 20;

    @TempDir
    private Path folder;

    private ServerProcess start(boolean onPostgres) {
        Map<String, String> settings = new HashMap<>();
        if (onPostgres) {
            settings.put("COUNTERSIGN_DATABASE_URL", PostgresCluster.freshUrl());
        }
        return ConsoleSteps.start(folder.resolve("home"), settings);
    }

    private static ObjectNode exported(OrganizationSite root, String id) {
        Reply export = root.api("GET", "/organizations/" + id + "/export", "");
        assertThat(export.status()).as(export.body()).isEqualTo(200);
        return (ObjectNode) export.json();
    }

    private static Reply imported(OrganizationSite root, JsonNode document) {
        return root.api("POST", "/organizations/import", document.toString());
    }

    private static void limit(OrganizationSite root, OrganizationSite site) {
        Reply limited = root.api("PATCH", "/organizations/" + site.id(), Map.of("limits", Map.of("applications", 50)));
        assertThat(limited.status()).as(limited.body()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsImportedIsExportedAgainAndSharesNothing(boolean onPostgres) throws Exception {
        try (ServerProcess server = start(onPostgres)) {
            OrganizationSite root = OrganizationSite.root(server);
            try (var source = new OrganizationContents(root.create("source"), "source")) {
                limit(root, source.site());
                ObjectNode file = exported(root, source.site().id());
                assertThat(file.at("/organization_settings/limits/applications").asInt())
                        .isEqualTo(50);
                assertThat(file.toString()).doesNotContain(OrganizationSite.SECRET, "password", ServerProcess.ADMIN_ID);
                file.put("organization", "copy");
                file.withObject("organization_settings").put("name", "Copy");
                file.putArray("people").addObject().put("username", "ada").put("role", "administrator");

                Reply made = imported(root, file);

                assertThat(made.status()).as(made.body()).isEqualTo(201);
                assertThat(made.header("Location")).isEqualTo("/api/v1/organizations/" + made.text("id"));
                assertThat(exported(root, made.text("id"))).isEqualTo(file);
                assertWorks(server, made, source);
                assertThat(source.dead()).isEmpty();
                assertIsOnRecord(root, source, made.text("id"));
            }
        }
    }

    /** The copy takes assertions for itself, with its own secrets, and knows nothing of the source. */
    private static void assertWorks(ServerProcess server, Reply made, OrganizationContents source) throws Exception {
        String issuer = server.issuer() + "/t/copy";
        var copy = new Api(server.plainOrigin() + "/t/copy");
        String clientId = source.clientId("basic");
        String secret = made.json()
                .path("secrets")
                .valueStream()
                .filter(one -> one.path("client_id").asString("").equals(clientId))
                .findFirst()
                .orElseThrow()
                .path("client_secret")
                .asString();
        assertThat(copy.exchange(clientId, secret, source.partner().assertion(issuer))
                        .status())
                .isEqualTo(200);
        assertThat(copy.exchange(
                                clientId,
                                secret,
                                source.partner().assertion(source.site().issuer()))
                        .status())
                .isEqualTo(400);
        assertThat(copy.exchange(
                                clientId,
                                OrganizationSite.SECRET,
                                source.partner().assertion(issuer))
                        .status())
                .as("the secret of the source")
                .isEqualTo(401);
        assertThat(made.json().path("people").get(0).path("link").asString()).startsWith(issuer + "/console/welcome?");
    }

    private static void assertIsOnRecord(OrganizationSite root, OrganizationContents source, String id) {
        List<String> ofRoot = actions(root);
        assertThat(ofRoot).contains("organization.exported", "organization.imported");
        assertThat(actions(source.site())).contains("organization.exported").doesNotContain("organization.imported");
        root.api("PATCH", "/organizations/" + id, Map.of("enabled", false));
        assertThat(exported(root, id).path("organization").asString())
                .as("a disabled one is exported too")
                .isEqualTo("copy");
    }

    private static List<String> actions(OrganizationSite site) {
        return site.api("GET", "/audit-events?limit=200", "")
                .json()
                .path("items")
                .findValuesAsString("action");
    }

    @Test
    void aDocumentThatIsRefusedLeavesNothing() throws Exception {
        try (ServerProcess server = start(false)) {
            OrganizationSite root = OrganizationSite.root(server);
            var document = """
                    {"organization": "acme", "organization_settings": {"name": "Acme"},
                     "applications": [{"name": "orders"}], "people": [{"username": "ada", "role": "%s"}]}""";

            Reply refused = root.api("POST", "/organizations/import", document.formatted("owner"));
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.json().at("/errors/0/pointer").asString()).isEqualTo("/people/0/role");
            String tooLong = document.formatted("administrator") + " ".repeat(LARGER_THAN_A_BODY);
            assertThat(root.api("POST", "/organizations/import", tooLong).status())
                    .isEqualTo(413);
            assertThat(root.api("GET", "/organizations", "").json().path("items"))
                    .isEmpty();
            assertThat(actions(root)).doesNotContain("organization.imported");

            assertThat(root.api("POST", "/organizations/import", document.formatted("administrator"))
                            .status())
                    .as("the slug is free")
                    .isEqualTo(201);
            Reply again = root.api("POST", "/organizations/import", document.formatted("administrator"));
            assertThat(again.status()).isEqualTo(409);
            OrganizationSite other = root.create("other");
            assertThat(other.api("POST", "/organizations/import", document.formatted("administrator"))
                            .status())
                    .as("the root alone imports")
                    .isEqualTo(404);
            assertThat(other.api("GET", "/organizations/" + other.id() + "/export", "")
                            .status())
                    .isEqualTo(404);
        }
    }
}
