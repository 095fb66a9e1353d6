package dev.countersign.server.console.page;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Indented JSON for display. */
public final class PrettyJson {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private PrettyJson() {}

    /** The JSON with line breaks; a text that is not JSON is marked as such. */
    public static String of(byte[] json) {
        try {
            return MAPPER.writeValueAsString(MAPPER.readTree(json));
        } catch (JacksonException notJson) {
            return "(not JSON)";
        }
    }
}
