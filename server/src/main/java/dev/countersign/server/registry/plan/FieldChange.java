package dev.countersign.server.registry.plan;

import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.server.registry.field.JsonValues;
import dev.countersign.server.registry.field.Pointer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A change of one member.
 *
 * @param pointer of the member
 * @param before value before, as JSON
 * @param after value after, as JSON
 */
public record FieldChange(String pointer, Object before, Object after) {
    /** Members that the input does not determine, or that are compared elsewhere. */
    private static final Set<String> LEFT_OUT = Set.of("id", "secrets", "created_at", "updated_at", "warnings");

    /** The differences between two documents of a resource. */
    static List<FieldChange> between(Map<String, Object> before, Map<String, Object> after) {
        var changes = new ArrayList<FieldChange>();
        compare("", without(before), without(after), changes);
        return changes;
    }

    private static Map<String, Object> without(Map<String, Object> document) {
        var rest = new LinkedHashMap<>(document);
        rest.keySet().removeAll(LEFT_OUT);
        return rest;
    }

    private static void compare(
            String pointer, Map<String, Object> before, Map<String, Object> after, List<FieldChange> changes) {
        var names = new LinkedHashSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String name : names) {
            Object one = before.getOrDefault(name, JsonNull.NULL);
            Object other = after.getOrDefault(name, JsonNull.NULL);
            Optional<Map<String, Object>> object = JsonValues.members(one);
            Optional<Map<String, Object>> otherObject = JsonValues.members(other);
            if (object.isPresent() && otherObject.isPresent()) {
                compare(Pointer.to(pointer, name), object.get(), otherObject.get(), changes);
            } else if (!Objects.equals(one, other)) {
                changes.add(new FieldChange(Pointer.to(pointer, name), one, other));
            }
        }
    }
}
