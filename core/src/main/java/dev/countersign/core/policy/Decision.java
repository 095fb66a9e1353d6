package dev.countersign.core.policy;

import dev.countersign.core.rejection.CheckOutcome;
import dev.countersign.core.rejection.Evidence;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.rejection.Ruling;
import java.util.Optional;
import java.util.function.Function;

/** One policy decision about an access token. */
sealed interface Decision<T> {

    /** A decision that was made, with its evidence. */
    record Made<T>(T value, Function<T, Evidence> evidence) implements Decision<T> {}

    /** A refusal. */
    record Refused<T>(Rejection rejection) implements Decision<T> {}

    /** A decision that cannot be made, because its input is incomplete. */
    record Open<T>(String reason) implements Decision<T> {}

    /** The decision that a ruling is; the evidence is made only where it is read. */
    static <T> Decision<T> of(Ruling<T> ruling, Function<T, Evidence> evidence) {
        return switch (ruling) {
            case Ruling.Granted<T>(T value) -> new Made<>(value, evidence);
            case Ruling.Refused<T>(Rejection rejection) -> new Refused<>(rejection);
        };
    }

    /** The value, if the decision was made. */
    default Optional<T> made() {
        return this instanceof Made<T>(T value, Function<T, Evidence> _) ? Optional.of(value) : Optional.empty();
    }

    /** The outcome as a check. */
    default CheckOutcome outcome() {
        return switch (this) {
            case Made<T>(T value, Function<T, Evidence> evidence) ->
                new CheckOutcome.Passed(() -> evidence.apply(value));
            case Refused<T>(Rejection rejection) -> new CheckOutcome.Failed(rejection);
            case Open<T>(String reason) -> new CheckOutcome.Skipped(reason);
        };
    }
}
