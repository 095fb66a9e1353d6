package dev.countersign.server.registry.field;

import dev.countersign.server.operation.Problem;
import java.util.List;

/**
 * Input while it is read.
 *
 * @param members of the object in which the member stands that is read
 * @param frame what the input does not decide
 * @param values of the members that stand before it in the table
 * @param problems where what is wrong is noted
 * @param warnings where is noted what an administrator should know
 */
public record Input<F>(
        InputMembers members, F frame, FieldValues values, List<Problem> problems, List<Problem> warnings) {}
