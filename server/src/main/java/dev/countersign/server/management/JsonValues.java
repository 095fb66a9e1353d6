package dev.countersign.server.management;

import dev.countersign.core.jose.JsonNull;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** JSON values in the form in which the strict reader gives them and the writer takes them. */
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

    /** The members of a JSON object; empty when the value is anything else. */
    static Optional<Map<String, Object>> members(Object value) {
        if (!(value instanceof Map<?, ?> object)) {
            return Optional.empty();
        }
        var members = new LinkedHashMap<String, Object>();
        object.forEach((name, member) -> members.put((String) name, member));
        return Optional.of(members);
    }
}
