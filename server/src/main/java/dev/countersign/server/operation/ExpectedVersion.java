package dev.countersign.server.operation;

import java.util.List;

/** Which versions of a thing a change may be made to (RFC 9110 §13.1.1). */
public sealed interface ExpectedVersion {

    /** Whatever is there. */
    record Any() implements ExpectedVersion {}

    /** One of these versions. */
    record OneOf(List<String> versions) implements ExpectedVersion {
        public OneOf {
            versions = List.copyOf(versions);
        }
    }

    /** Whether a change to this version is wanted. */
    default boolean allows(String version) {
        return switch (this) {
            case Any() -> true;
            case OneOf(var versions) -> versions.contains(version);
        };
    }
}
