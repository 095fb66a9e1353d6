package dev.countersign.server.registry.field;

import dev.countersign.server.operation.Problem;
import java.util.List;
import java.util.Optional;

/**
 * Result of reading an administrator's input.
 *
 * @param value the value; empty when there are problems
 * @param warnings notes on valid input
 */
public record Reading<T>(Optional<T> value, List<Problem> problems, List<Problem> warnings) {
    public Reading {
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
        if (value.isPresent() != problems.isEmpty()) {
            throw new IllegalArgumentException("either a value or problems");
        }
    }
}
