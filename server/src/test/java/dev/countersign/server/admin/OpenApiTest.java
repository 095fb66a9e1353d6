package dev.countersign.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.countersign.server.admin.ApiServer.Response;
import dev.countersign.server.admin.OpenApi.Operation;
import dev.countersign.server.insight.AuditRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Tests that the OpenAPI document matches the server: every operation is called, and each response is validated against
 * its schema.
 */
class OpenApiTest {
    private static final String ABSENT = "absent";

    private final ApiServer server = new ApiServer();
    private final OpenApi document = new OpenApi(server.request("GET", "/openapi.json")
            .header("Authorization", "")
            .send()
            .http()
            .body());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void describesExactlyTheOperationsThereAreWithTheirScopesAndRoles() {
        List<String> described = document.operations().stream()
                .filter(operation -> !operation.scope().isEmpty())
                .map(operation -> operation + " " + operation.scope() + " " + operation.role())
                .toList();

        assertThat(described)
                .containsExactlyInAnyOrderElementsOf(server.endpoints().stream()
                        .map(endpoint -> "%s %s %s %s"
                                .formatted(
                                        endpoint.method(),
                                        endpoint.path(),
                                        endpoint.permission().scope(),
                                        endpoint.permission().role().word()))
                        .toList());
        assertThat(document.operations().stream()
                        .filter(operation -> operation.scope().isEmpty()))
                .extracting(Operation::toString)
                .containsExactly("GET /openapi.json");
    }

    @Test
    void isServedWithoutCredentialsAndNamesEachOperationOnce() {
        Response response = server.request("GET", "/openapi.json")
                .header("Authorization", "")
                .send();

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("Content-Type")).startsWith("application/json");
        assertThat(document.root.path("openapi").asString()).startsWith("3.1.");
        var names = new HashSet<String>();
        assertThat(document.operations())
                .allMatch(operation ->
                        names.add(operation.node.path("operationId").asString()));
    }

    @Test
    void itsSchemasAreSchemas() {
        var metaSchema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

        for (Map.Entry<String, JsonNode> schema :
                document.root.at("/components/schemas").properties()) {
            assertThat(metaSchema.validate(schema.getValue().toString(), InputFormat.JSON))
                    .as(schema.getKey())
                    .isEmpty();
        }
    }

    @Test
    void everyReferenceLeadsSomewhereAndEveryExampleMeetsItsSchema() {
        var examples = new ArrayList<JsonNode>();
        visit(document.root, examples);

        assertThat(examples).hasSizeGreaterThan(40);
        for (JsonNode content : examples) {
            assertThat(document.violations(
                            content.path("schema"), content.path("example").toString()))
                    .as(content.path("example").toString())
                    .isEmpty();
        }
    }

    private void visit(JsonNode node, List<JsonNode> examples) {
        assertThat(document.resolved(node).isMissingNode()).as(node.toString()).isFalse();
        if (node.has("example") && node.has("schema")) {
            examples.add(node);
        }
        node.forEach(child -> visit(child, examples));
    }

    @Test
    void everyOperationSucceedsAsDescribedWithItsExample() {
        recordEvents();
        for (Operation operation : document.operations()) {
            Response response = send(operation, path(operation), ApiServer.FULL);

            assertThat(response.status())
                    .as(operation + " " + response.http().body())
                    .isBetween(200, 299);
            operation.check(response);
            emptyTheServer();
        }
    }

    @Test
    void everyOperationRefusesAsDescribed() {
        for (Operation operation : document.operations()) {
            if (operation.scope().isEmpty()) {
                continue;
            }
            String other = operation.scope().equals("admin:read") ? "admin:write" : "admin:read";
            refused(operation, 401, send(operation, path(operation), "\""));
            refused(operation, 403, send(operation, path(operation), other));
            if (operation.path.contains("{id}")) {
                refused(
                        operation,
                        404,
                        send(
                                operation,
                                path(operation)
                                        .replaceAll("/[^/]+$", "/" + ABSENT)
                                        .replaceAll("^(/[^/]+)/[^/]+", "$1/" + ABSENT),
                                ApiServer.FULL));
            }
            if (operation.answers(400)) {
                refused(operation, 400, malformed(operation));
            }
            if (operation.answers(412)) {
                refused(
                        operation,
                        412,
                        request(operation, path(operation))
                                .header("If-Match", "\"old\"")
                                .send());
            }
            if (operation.answers(415)) {
                refused(
                        operation,
                        415,
                        server.request(operation.method, path(operation))
                                .body("text/plain", "x")
                                .send());
            }
            emptyTheServer();
        }
    }

    /** A body with an unknown member, or else a parameter that there is none of. */
    private Response malformed(Operation operation) {
        return operation.example().isEmpty()
                ? send(operation, path(operation) + "?unknown=1", ApiServer.FULL)
                : server.request(operation.method, path(operation))
                        .body("application/json", "{\"unknown\":1}")
                        .send();
    }

    @Test
    void theAuditAsLinesIsDescribed() {
        recordEvents();
        Operation audit = document.operations().stream()
                .filter(operation -> operation.path.equals("/audit-events"))
                .findFirst()
                .orElseThrow();

        audit.check(server.request("GET", "/audit-events")
                .header("Accept", "application/x-ndjson")
                .send());
    }

    private static void refused(Operation operation, int status, Response response) {
        assertThat(response.status())
                .as(operation + " " + response.http().body())
                .isEqualTo(status);
        operation.check(response);
    }

    private Response send(Operation operation, String path, String token) {
        return request(operation, path).header("Authorization", token).send();
    }

    private ApiServer.Request request(Operation operation, String path) {
        var request = server.request(operation.method, path);
        return operation.example().isEmpty() ? request : request.body("application/json", operation.example());
    }

    /** The path with the ids of things that are there now. */
    private String path(Operation operation) {
        if (operation.path.startsWith("/blocked-subjects")) {
            registerTheIssuerOfSubjects();
        }
        if (!operation.path.contains("{id}")) {
            return operation.path;
        }
        String collection = operation.path.substring(0, operation.path.indexOf("/{id}"));
        Response created = server.request("POST", collection)
                .body("application/json", example(collection))
                .send();
        if (created.status() == 409) {
            created = server.get(collection);
        }
        Object id = created.json().containsKey("id")
                ? created.text("id")
                : created.items("id").getFirst();
        String path = operation.path.replace("{id}", (String) id);
        if (operation.toString().startsWith("DELETE /organizations")) {
            // only a disabled one is deleted
            var _ = server.request("PATCH", path)
                    .body("application/merge-patch+json", "{\"enabled\": false}")
                    .send();
        }
        return path.contains("{secret_id}") ? path.replace("{secret_id}", secret((String) id)) : path;
    }

    /** The issuer whose subject the example blocks; other operations may have removed it. */
    private void registerTheIssuerOfSubjects() {
        var _ = server.request("POST", "/trusted-token-issuers")
                .body("application/json", """
                        {"name": "workforce", "issuer": "https://workforce.example",
                         "keys": {"jwks_url": "https://workforce.example/jwks.json"}}""")
                .send();
    }

    private String secret(String application) {
        List<?> secrets =
                (List<?>) server.get("/applications/" + application).json().get("secrets");
        return (String) ((Map<?, ?>) secrets.getFirst()).get("id");
    }

    private String example(String collection) {
        return document.operations().stream()
                .filter(operation -> operation.toString().equals("POST " + collection))
                .findFirst()
                .orElseThrow()
                .example();
    }

    private void emptyTheServer() {
        server.organizations.clear();
        for (String collection : List.of("/applications", "/trusted-token-issuers", "/api-resources")) {
            server.get(collection)
                    .items("id")
                    .forEach(id ->
                            server.request("DELETE", collection + "/" + id).send());
        }
    }

    private void recordEvents() {
        server.audit.add(
                AuditResourceTest.event(
                        1,
                        "{\"evidence\":{\"title\":\"t\",\"expected\":\"e\",\"actual\":\"a\",\"hint\":\"h\"},\"duration_us\":1}"));
        Optional<String> none = Optional.empty();
        server.audit.add(new AuditRecord(
                2,
                Instant.EPOCH,
                "admin",
                "c",
                "changed",
                "application.created",
                none,
                Optional.of("admin"),
                none,
                Optional.of("app"),
                none,
                none,
                none,
                "{\"target_id\":\"i\",\"target_name\":\"app\",\"after\":{}}"));
    }
}
