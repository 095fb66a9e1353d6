package dev.countersign.server.operation;

import java.util.List;

/**
 * A thing as it is in force now.
 *
 * @param version changes with every change of it
 * @param warnings what the administrator should know
 */
public record Saved<T>(T value, String version, List<Problem> warnings) {
    public Saved {
        warnings = List.copyOf(warnings);
    }
}
