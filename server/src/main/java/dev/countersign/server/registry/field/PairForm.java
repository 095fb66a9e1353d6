package dev.countersign.server.registry.field;

import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.json.Parsed;
import dev.countersign.core.jose.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Form of an object of two texts on one line, {@code FIRST} or {@code FIRST=SECOND}, divided at the last equals sign. An
 * object that this form would change, such as one with an equals sign in its first text alone, is written as JSON.
 *
 * @param first the name of the required member
 * @param second the name of the member that may be {@code null}
 */
public record PairForm(String first, String second) {

    /** The line of an object. */
    public String line(Map<String, Object> object) {
        Object other = object.getOrDefault(second, JsonNull.NULL);
        String line = object.get(first) + (other == JsonNull.NULL ? "" : "=" + other);
        return object(line.strip()).equals(object) ? line : JsonText.text(object);
    }

    /** The object of a line. A line that begins like a JSON object and is none is returned unchanged. */
    public Object object(String line) {
        if (line.startsWith("{")) {
            return StrictJson.readObject(line.getBytes(StandardCharsets.UTF_8)) instanceof Parsed.Read(var members)
                    ? members
                    : line;
        }
        int equals = line.lastIndexOf('=');
        return equals < 0
                ? JsonValues.object(first, line, second, JsonNull.NULL)
                : JsonValues.object(first, line.substring(0, equals), second, line.substring(equals + 1));
    }
}
