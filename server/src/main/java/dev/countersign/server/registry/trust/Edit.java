package dev.countersign.server.registry.trust;

import dev.countersign.server.registry.field.MergePatch;
import java.util.Map;

/** Change of the JSON of a registered thing. */
public sealed interface Edit {

    /** Replacement of the whole document; absent members get their defaults. */
    record Replace(Map<String, Object> input) implements Edit {}

    /** JSON merge patch (RFC 7396). */
    record Merge(Map<String, Object> patch) implements Edit {}

    /** The document after the change. */
    default Map<String, Object> appliedTo(Map<String, Object> document) {
        return switch (this) {
            case Replace(var input) -> input;
            case Merge(var patch) -> MergePatch.apply(document, patch);
        };
    }

    /** The administrator's input. */
    default Map<String, Object> written() {
        return switch (this) {
            case Replace(var input) -> input;
            case Merge(var patch) -> patch;
        };
    }
}
