package dev.countersign.server.operation;

import java.util.List;

/**
 * A resource as it is in force.
 *
 * @param version different after every change
 * @param warnings warnings for the administrator
 */
public record Saved<T>(T value, String version, List<Problem> warnings) {
    public Saved {
        warnings = List.copyOf(warnings);
    }
}
