package dev.countersign.core.grant;

import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.rejection.Ruling;
import java.util.function.Function;

/** Result of a step: the next stage, or a refusal. */
sealed interface Verdict<S extends Stage> {

    /** Success: the next stage. */
    record Passed<S extends Stage>(S stage) implements Verdict<S> {}

    /** Refusal, with the last stage that was reached. */
    record Refused<S extends Stage>(Rejection rejection, Stage reached) implements Verdict<S> {}

    /** Takes the next step, if this one succeeded. */
    default <T extends Stage> Verdict<T> then(Function<S, Verdict<T>> step) {
        return switch (this) {
            case Passed<S>(S stage) -> step.apply(stage);
            case Refused<S>(Rejection rejection, Stage reached) -> new Refused<>(rejection, reached);
        };
    }

    /** The verdict for a ruling about the next stage of a request at this one. */
    static <T extends Stage> Verdict<T> of(Ruling<T> ruling, Stage reached) {
        return switch (ruling) {
            case Ruling.Granted<T>(T stage) -> new Passed<>(stage);
            case Ruling.Refused<T>(Rejection rejection) -> new Refused<>(rejection, reached);
        };
    }
}
