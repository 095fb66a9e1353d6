package dev.countersign.server.registry.field;

import dev.countersign.core.jose.json.JsonNull;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Application of a merge patch to a JSON object (RFC 7396 §2). */
public final class MergePatch {
    private MergePatch() {}

    /** The object after the patch: members are replaced, {@code null} removes them, objects are merged. */
    public static Map<String, Object> apply(Map<String, Object> target, Map<String, Object> patch) {
        var merged = new LinkedHashMap<>(target);
        patch.forEach((name, value) -> {
            if (value == JsonNull.NULL) {
                merged.remove(name);
            } else {
                merged.put(name, merged(Optional.ofNullable(merged.get(name)), value));
            }
        });
        return merged;
    }

    private static Object merged(Optional<Object> target, Object patch) {
        Optional<Map<String, Object>> members = JsonValues.members(patch);
        if (members.isEmpty()) {
            return patch;
        }
        return apply(target.flatMap(JsonValues::members).orElse(Map.of()), members.get());
    }
}
