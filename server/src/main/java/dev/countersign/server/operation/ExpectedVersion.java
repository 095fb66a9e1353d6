package dev.countersign.server.operation;

import java.util.List;

/** Precondition of a change: the versions that it may be applied to (RFC 9110 §13.1.1). */
public sealed interface ExpectedVersion {

    /** Any version. */
    record Any() implements ExpectedVersion {}

    /** One of these versions. */
    record OneOf(List<String> versions) implements ExpectedVersion {
        public OneOf {
            versions = List.copyOf(versions);
        }
    }

    /** Whether a change of this version is permitted. */
    default boolean allows(String version) {
        return switch (this) {
            case Any() -> true;
            case OneOf(var versions) -> versions.contains(version);
        };
    }
}
