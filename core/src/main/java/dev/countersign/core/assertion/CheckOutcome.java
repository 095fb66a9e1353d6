package dev.countersign.core.assertion;

import dev.countersign.core.rejection.Rejection;
import java.util.function.Supplier;

/** What came of one check. */
public sealed interface CheckOutcome {

    /**
     * The check passed.
     *
     * @param otherwise the refusal it would have given, whose evidence tells what was expected and what was there
     */
    record Passed(Supplier<? extends Rejection> otherwise) implements CheckOutcome {}

    /** The check failed. */
    record Failed(Rejection rejection) implements CheckOutcome {}

    /** There was nothing to check, such as the age of an assertion without {@code iat}. */
    record Skipped(String reason) implements CheckOutcome {}

    /** Passed or failed; the refusal is made only where somebody reads it. */
    static CheckOutcome of(boolean passes, Supplier<? extends Rejection> rejection) {
        return passes ? new Passed(rejection) : new Failed(rejection.get());
    }
}
