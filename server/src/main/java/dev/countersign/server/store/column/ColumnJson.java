package dev.countersign.server.store.column;

import dev.countersign.core.jose.json.Parsed;
import dev.countersign.core.jose.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON for columns and log lines. */
public final class ColumnJson {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private ColumnJson() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** The texts as a JSON array, in this order. */
    public static String array(List<String> texts) {
        ArrayNode array = MAPPER.createArrayNode();
        texts.forEach(array::add);
        return write(array);
    }

    public static String write(JsonNode node) {
        return MAPPER.writeValueAsString(node);
    }

    /**
     * The claims of a stored token.
     *
     * @throws IllegalArgumentException when the text is not a strict JSON object
     */
    public static Map<String, Object> claims(String json) {
        return switch (StrictJson.readObject(json.getBytes(StandardCharsets.UTF_8))) {
            case Parsed.Read(var members) -> members;
            case Parsed.Unreadable(var problem) -> throw new IllegalArgumentException(problem);
        };
    }

    /**
     * Reads the JSON of a column.
     *
     * @throws JacksonException when it is no JSON
     */
    public static JsonNode read(String json) {
        return MAPPER.readTree(json);
    }
}
