package dev.countersign.core.rejection;

import java.util.function.Function;
import java.util.function.Supplier;

/** What came of one check. */
public sealed interface CheckOutcome {

    /**
     * The check passed.
     *
     * @param evidence what was expected and what was there; made only where it is read
     */
    record Passed(Supplier<Evidence> evidence) implements CheckOutcome {}

    /** The check failed. */
    record Failed(Rejection rejection) implements CheckOutcome {}

    /** There was nothing to check, such as the age of an assertion without {@code iat}. */
    record Skipped(String reason) implements CheckOutcome {}

    /** Passed or failed; where it passed, the refusal it would have been tells what was expected and what was there. */
    static CheckOutcome of(boolean passes, Supplier<? extends Rejection> rejection) {
        return passes ? new Passed(() -> rejection.get().evidence()) : new Failed(rejection.get());
    }

    /** Passed with a value, or failed with the refusal of it. */
    static <T> CheckOutcome of(Ruling<T> ruling, Function<T, Evidence> evidence) {
        return switch (ruling) {
            case Ruling.Granted<T>(T value) -> new Passed(() -> evidence.apply(value));
            case Ruling.Refused<T>(Rejection rejection) -> new Failed(rejection);
        };
    }

    /** Passed, with what was expected and what was there in words of its own. */
    static CheckOutcome passed(String expected, String actual) {
        return new Passed(() -> new Evidence(expected, actual, ""));
    }
}
