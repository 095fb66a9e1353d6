package dev.countersign.core.rejection;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sequence of checks that ends at the first failure; an instance is for one request and one thread. */
public class FirstRefusal implements CheckWalk {
    private @Nullable Rejection refusal;

    /** Creates a sequence without a failure. */
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
