package dev.countersign.core.rejection;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Check sequence of a request, which ends at the first failure; used once, by one thread. */
public class FirstRefusal implements CheckWalk {
    private @Nullable Rejection refusal;

    /** A walk that no check has ended yet. */
    public FirstRefusal() {
        // nothing has failed
    }

    @Override
    public final boolean note(RejectionCode code, String title, CheckOutcome outcome) {
        if (refusal == null && outcome instanceof CheckOutcome.Failed(Rejection rejection)) {
            refusal = rejection;
        }
        return refusal == null;
    }

    @Override
    public final boolean hasFailed() {
        return refusal != null;
    }

    @Override
    public final boolean goesOn() {
        return refusal == null;
    }

    /** The refusal of the failed check; empty when none has failed. */
    public final Optional<Rejection> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** The result of the sequence, or the refusal at which it ended. */
    public final <T> Ruling<T> ruling(Optional<T> value) {
        return Ruling.unless(refusal(), value::orElseThrow);
    }
}
