package dev.countersign.core.rejection;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Sequence of the checks of a request. The sequence of a request ends at the first failure; that of an explanation
 * continues to the last check and reports all of them.
 */
public interface CheckWalk {

    /**
     * Receives the outcome of a check.
     *
     * @param code the code of its refusal
     * @param title the condition that the check verifies, in one sentence without a full stop
     * @return whether the sequence continues
     */
    boolean note(RejectionCode code, String title, CheckOutcome outcome);

    /** Whether a check has failed. */
    boolean hasFailed();

    /** Whether further checks are performed. */
    boolean goesOn();

    /** Performs each check on the facts in turn, while the sequence continues. */
    default <F> boolean over(List<NamedCheck<F>> checks, F facts) {
        for (NamedCheck<F> check : checks) {
            if (!note(check.code(), check.title(), check.judge(facts))) {
                return false;
            }
        }
        return true;
    }

    /** Reports that a check is not possible. */
    default void skip(RejectionCode code, String title, String reason) {
        note(code, title, new CheckOutcome.Skipped(reason));
    }

    /** Reports that none of the checks is possible. */
    default void skip(List<? extends NamedCheck<?>> checks, String reason) {
        checks.forEach(check -> skip(check.code(), check.title(), reason));
    }

    /**
     * Receives the result of a step that returns a value or a refusal.
     *
     * @param evidence of the value; computed only when it is read
     * @return the value; empty when it was refused
     */
    default <T> Optional<T> value(RejectionCode code, String title, Ruling<T> ruling, Function<T, Evidence> evidence) {
        note(code, title, CheckOutcome.of(ruling, evidence));
        return ruling.toOptional();
    }
}
