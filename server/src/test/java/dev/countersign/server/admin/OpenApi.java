package dev.countersign.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.countersign.server.admin.ApiServer.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The served OpenAPI document, with its descriptions of responses and bodies. */
final class OpenApi {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    final JsonNode root;

    OpenApi(String json) {
        root = MAPPER.readTree(json);
    }

    /** One operation of the document. */
    final class Operation {
        final String method;
        final String path;
        final JsonNode node;

        private Operation(String method, String path, JsonNode node) {
            this.method = method.toUpperCase(Locale.ROOT);
            this.path = path;
            this.node = node;
        }

        /** The scope that it asks for; empty when it asks for none. */
        String scope() {
            return node.at("/security/0/accessToken/0").asString("");
        }

        /** The role that it asks a person for; empty when it asks for none. */
        String role() {
            return node.at("/security/1/personalAccessToken/0").asString("");
        }

        /** The example of a request body of this type; empty when there is none. */
        String example() {
            JsonNode example = node.at("/requestBody/content/application~1json/example");
            return example.isMissingNode() ? "" : example.toString();
        }

        boolean answers(int status) {
            return !node.path("responses").path(Integer.toString(status)).isMissingNode();
        }

        /** Holds an answer to what the operation promises: status, headers, type, and body. */
        void check(Response response) {
            String what = method + " " + path + " " + response.status() + " "
                    + response.http().body();
            assertThat(answers(response.status())).as(what).isTrue();
            JsonNode promised = resolved(node.path("responses").path(Integer.toString(response.status())));
            for (Map.Entry<String, JsonNode> header : promised.path("headers").properties()) {
                if (resolved(header.getValue()).path("required").asBoolean(false)) {
                    assertThat(response.header(header.getKey()))
                            .as(what + header.getKey())
                            .isNotEmpty();
                }
            }
            if (promised.path("content").isMissingNode()) {
                assertThat(response.http().body()).as(what).isEmpty();
                return;
            }
            String type = response.header("Content-Type").split(";")[0];
            JsonNode content = promised.path("content").path(type);
            assertThat(content.isMissingNode()).as(what + " " + type).isFalse();
            List<String> documents = type.equals("application/x-ndjson")
                    ? response.http().body().lines().toList()
                    : List.of(response.http().body());
            documents.forEach(document -> assertThat(violations(content.path("schema"), document))
                    .as(what)
                    .isEmpty());
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    List<Operation> operations() {
        var operations = new ArrayList<Operation>();
        for (Map.Entry<String, JsonNode> path : root.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                operations.add(new Operation(operation.getKey(), path.getKey(), operation.getValue()));
            }
        }
        return operations;
    }

    /** What is wrong with a JSON text by a schema of the document. */
    List<String> violations(JsonNode schema, String json) {
        ObjectNode whole = MAPPER.createObjectNode();
        whole.set("components", root.path("components"));
        whole.putArray("allOf").add(schema);
        return SCHEMAS.getSchema(whole).validate(json, InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }

    /** The node, or what it refers to. */
    JsonNode resolved(JsonNode node) {
        JsonNode reference = node.path("$ref");
        return reference.isMissingNode() ? node : root.at(reference.asString().substring(1));
    }
}
