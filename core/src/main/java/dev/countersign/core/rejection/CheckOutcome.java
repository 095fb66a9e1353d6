package dev.countersign.core.rejection;

import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Outcome of one check. */
public sealed interface CheckOutcome {

    /**
     * Success.
     *
     * @param evidence the expected and the actual value; computed only when it is read
     */
    record Passed(Supplier<Evidence> evidence) implements CheckOutcome {}

    /** Failure. */
    record Failed(Rejection rejection) implements CheckOutcome {}

    /** Check without a subject, such as that of the age of an assertion without {@code iat}. */
    record Skipped(String reason) implements CheckOutcome {}

    /** Replaces the refusal of a failed check, for a check that belongs to another one. */
    default CheckOutcome because(UnaryOperator<Rejection> consequence) {
        return this instanceof Failed(Rejection rejection) ? new Failed(consequence.apply(rejection)) : this;
    }

    /**
     * Success or failure; on success, the evidence of the possible refusal provides the expected and the actual value.
     */
    static CheckOutcome of(boolean passes, Supplier<? extends Rejection> rejection) {
        return passes ? new Passed(() -> rejection.get().evidence()) : new Failed(rejection.get());
    }

    /** Success for a value, or failure for a refusal. */
    static <T> CheckOutcome of(Ruling<T> ruling, Function<T, Evidence> evidence) {
        return switch (ruling) {
            case Ruling.Granted<T>(T value) -> new Passed(() -> evidence.apply(value));
            case Ruling.Refused<T>(Rejection rejection) -> new Failed(rejection);
        };
    }

    /** Success, with its own description of the expected and the actual value. */
    static CheckOutcome passed(String expected, String actual) {
        return new Passed(() -> new Evidence(expected, actual, ""));
    }
}
