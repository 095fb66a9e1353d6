package dev.countersign.server.registry.trust;

import dev.countersign.server.registry.field.MergePatch;
import java.util.Map;

/** How the JSON of a thing is to change. */
public sealed interface Edit {

    /** It is to be this, with defaults for whatever is absent. */
    record Replace(Map<String, Object> input) implements Edit {}

    /** It is to be merged with this (RFC 7396). */
    record Merge(Map<String, Object> patch) implements Edit {}

    /** What there is to be, given what there is. */
    default Map<String, Object> appliedTo(Map<String, Object> document) {
        return switch (this) {
            case Replace(var input) -> input;
            case Merge(var patch) -> MergePatch.apply(document, patch);
        };
    }

    /** What the administrator wrote. */
    default Map<String, Object> written() {
        return switch (this) {
            case Replace(var input) -> input;
            case Merge(var patch) -> patch;
        };
    }
}
