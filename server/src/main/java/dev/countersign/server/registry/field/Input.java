package dev.countersign.server.registry.field;

import dev.countersign.server.operation.Problem;
import java.util.List;

/**
 * Input during its reading.
 *
 * @param members of the object that contains the member being read
 * @param frame properties that the input does not determine
 * @param values values of the earlier members in the table
 * @param problems receives problems
 * @param warnings receives warnings
 */
public record Input<F>(
        InputMembers members, F frame, FieldValues values, List<Problem> problems, List<Problem> warnings) {}
