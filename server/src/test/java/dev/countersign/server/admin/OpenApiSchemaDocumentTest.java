package dev.countersign.server.admin;

import dev.countersign.core.jose.json.JsonText;
import dev.countersign.docs.GeneratedDocument;
import dev.countersign.server.admin.resource.OpenApiDocument;
import dev.countersign.server.registry.field.FieldTable;
import dev.countersign.server.registry.kind.ApiResourceFields;
import dev.countersign.server.registry.kind.ApplicationFields;
import dev.countersign.server.registry.kind.IssuerFields;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The schemas of registered resources in the description of the REST API, generated from the tables of members. */
class OpenApiSchemaDocumentTest {
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final int WIDTH = 120;

    private final ObjectNode document = (ObjectNode) MAPPER.readTree(OpenApiDocument.bytes());

    @Test
    void theDescriptionSaysOfMembersWhatTheTablesSay() {
        describe("TrustedTokenIssuer", IssuerFields.TABLE, List.of("TrustedTokenIssuer"));
        describe("Application", ApplicationFields.TABLE, List.of("Application", "ApplicationCreated"));
        describe("ApiResource", ApiResourceFields.TABLE, List.of("ApiResource"));

        GeneratedDocument.check("../server/src/main/resources/openapi/openapi.json", text(document, 0, 0) + "\n");
    }

    private void describe(String kind, FieldTable<?, ?> table, List<String> complete) {
        ObjectNode schemas = (ObjectNode) document.path("components").path("schemas");
        ObjectNode properties = tree(table.schema());
        properties.putObject("warnings").put("$ref", "#/components/schemas/Warnings");
        ((ObjectNode) schemas.path(kind + "Members")).set("properties", properties);
        ArrayNode names = MAPPER.createArrayNode();
        table.schema().keySet().forEach(names::add);
        complete.forEach(name -> ((ObjectNode) schemas.path(name)).set("required", names));
        ArrayNode patched = names.deepCopy().add("warnings");
        ((ObjectNode) schemas.path(kind + "Patch").path("propertyNames")).set("enum", patched);
    }

    private static ObjectNode tree(Map<String, Object> schema) {
        return (ObjectNode) MAPPER.readTree(JsonText.write(schema));
    }

    /** On one line what fits there, else a line for each element. */
    private static String text(JsonNode node, int indent, int before) {
        String line = line(node);
        if (node.isEmpty() || indent * 2 + before + line.length() <= WIDTH) {
            return line;
        }
        String margin = "\n" + "  ".repeat(indent + 1);
        return node.isObject()
                ? node.properties().stream()
                        .map(member -> margin + quoted(member.getKey()) + ": "
                                + text(
                                        member.getValue(),
                                        indent + 1,
                                        member.getKey().length() + 5))
                        .collect(Collectors.joining(",", "{", "\n" + "  ".repeat(indent) + "}"))
                : node.valueStream()
                        .map(element -> margin + text(element, indent + 1, 1))
                        .collect(Collectors.joining(",", "[", "\n" + "  ".repeat(indent) + "]"));
    }

    private static String line(JsonNode node) {
        if (node.isObject()) {
            return node.properties().stream()
                    .map(member -> quoted(member.getKey()) + ": " + line(member.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        return node.isArray()
                ? node.valueStream().map(OpenApiSchemaDocumentTest::line).collect(Collectors.joining(", ", "[", "]"))
                : node.toString();
    }

    private static String quoted(String name) {
        return MAPPER.writeValueAsString(name);
    }
}
