package dev.countersign.server.people;

import dev.countersign.server.operation.Problem;
import java.util.List;

/** Outcome of choosing a password. */
public sealed interface PasswordOutcome {
    /** Success: the password is set and can be used to sign in. */
    record Done(Person person) implements PasswordOutcome {}

    /** Failure: the password or the user name is not acceptable. */
    record Invalid(List<Problem> problems) implements PasswordOutcome {
        public Invalid {
            problems = List.copyOf(problems);
        }
    }

    /** Failure: the link is unknown, used, or expired. */
    record LinkUsed() implements PasswordOutcome {}
}
