package dev.countersign.core.rejection;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A walk over the checks of a request in their order. That of a request ends at the first check that fails; that of an
 * explanation goes on to the last one and reports them all.
 */
public interface CheckWalk {

    /**
     * Takes the outcome of a check.
     *
     * @param code the refusal that the check gives
     * @param title what holds when the check passes, in one sentence without a full stop
     * @return whether the walk goes on
     */
    boolean note(RejectionCode code, String title, CheckOutcome outcome);

    /** Whether a check has failed. */
    boolean hasFailed();

    /** Whether further checks are judged. */
    boolean goesOn();

    /** Judges the facts by each check in turn, as long as the walk goes on. */
    default <F> boolean over(List<NamedCheck<F>> checks, F facts) {
        for (NamedCheck<F> check : checks) {
            if (!note(check.code(), check.title(), check.judge(facts))) {
                return false;
            }
        }
        return true;
    }

    /** Takes note that a check cannot be judged. */
    default void skip(RejectionCode code, String title, String reason) {
        note(code, title, new CheckOutcome.Skipped(reason));
    }

    /** Takes note that none of the checks can be judged. */
    default void skip(List<? extends NamedCheck<?>> checks, String reason) {
        checks.forEach(check -> skip(check.code(), check.title(), reason));
    }

    /**
     * Takes note of a step that makes a value or refuses to.
     *
     * @param evidence of the value; made only where it is read
     * @return the value; empty when it was refused
     */
    default <T> Optional<T> value(RejectionCode code, String title, Ruling<T> ruling, Function<T, Evidence> evidence) {
        note(code, title, CheckOutcome.of(ruling, evidence));
        return ruling.toOptional();
    }
}
