package dev.countersign.server.people;

import dev.countersign.server.operation.Problem;
import java.util.List;

/** What came of choosing a password. */
public sealed interface PasswordOutcome {
    /** It is set, and one may sign in with it. */
    record Done(Person person) implements PasswordOutcome {}

    /** It cannot be taken, or the name cannot. */
    record Invalid(List<Problem> problems) implements PasswordOutcome {
        public Invalid {
            problems = List.copyOf(problems);
        }
    }

    /** The link is unknown, was used, or is too old. */
    record LinkUsed() implements PasswordOutcome {}
}
