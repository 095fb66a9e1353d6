package dev.countersign.server.registry.field;

import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.core.jose.json.Parsed;
import dev.countersign.core.jose.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** JSON values in the form that the strict reader returns and the writer accepts. */
public final class JsonValues {
    private JsonValues() {}

    /** The value, or JSON's null. */
    public static Object orNull(Optional<?> value) {
        return value.isPresent() ? value.get() : JsonNull.NULL;
    }

    /** An object of two members, in this order. */
    public static Map<String, Object> object(String first, Object value, String second, Object other) {
        var members = new LinkedHashMap<String, Object>();
        members.put(first, value);
        members.put(second, other);
        return members;
    }

    /** Parses a value that was read strictly before it was saved. */
    public static Map<String, Object> parsed(String json) {
        return switch (StrictJson.readObject(json.getBytes(StandardCharsets.UTF_8))) {
            case Parsed.Read(var members) -> members;
            case Parsed.Unreadable(var problem) -> throw new IllegalStateException(problem);
        };
    }

    /** The members of a JSON object; empty when the value is anything else. */
    public static Optional<Map<String, Object>> members(Object value) {
        if (!(value instanceof Map<?, ?> object)) {
            return Optional.empty();
        }
        var members = new LinkedHashMap<String, Object>();
        object.forEach((name, member) -> members.put((String) name, member));
        return Optional.of(members);
    }
}
