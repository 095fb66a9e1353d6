package dev.countersign.server.registry.change;

import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.json.Parsed;
import dev.countersign.core.jose.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** JSON in tests: written as text, used in the form of the strict reader. */
public final class TestJson {
    private TestJson() {}

    /** The object of this text; apostrophes stand for quotes. */
    public static Map<String, Object> object(String text) {
        return exact(text.replace('\'', '"'));
    }

    /** The object of exactly this text. */
    public static Map<String, Object> exact(String text) {
        return switch (StrictJson.readObject(text.getBytes(StandardCharsets.UTF_8))) {
            case Parsed.Read(var members) -> new LinkedHashMap<>(members);
            case Parsed.Unreadable(var problem) -> throw new IllegalArgumentException(problem + ": " + text);
        };
    }

    /** The value of this text; apostrophes stand for quotes. */
    public static Object value(String text) {
        return object("{'value':" + text + "}").get("value");
    }

    public static String text(Map<String, Object> members) {
        return new String(JsonText.write(members), StandardCharsets.UTF_8);
    }

    /** The same object with one member replaced. */
    public static Map<String, Object> with(Map<String, Object> members, String name, Object value) {
        var changed = new LinkedHashMap<>(members);
        changed.put(name, value);
        return changed;
    }
}
