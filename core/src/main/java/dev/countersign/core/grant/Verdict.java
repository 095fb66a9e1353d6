package dev.countersign.core.grant;

import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.rejection.Ruling;
import java.util.function.Function;

/** Whether a request came to the next stage. */
sealed interface Verdict<S extends Stage> {

    /** It did. */
    record Passed<S extends Stage>(S stage) implements Verdict<S> {}

    /** It did not, and this is how far it came. */
    record Refused<S extends Stage>(Rejection rejection, Stage reached) implements Verdict<S> {}

    /** Takes the next step, if this one passed. */
    default <T extends Stage> Verdict<T> then(Function<S, Verdict<T>> step) {
        return switch (this) {
            case Passed<S>(S stage) -> step.apply(stage);
            case Refused<S>(Rejection rejection, Stage reached) -> new Refused<>(rejection, reached);
        };
    }

    /** The verdict that a ruling about the next stage means for a request that came to this one. */
    static <T extends Stage> Verdict<T> of(Ruling<T> ruling, Stage reached) {
        return switch (ruling) {
            case Ruling.Granted<T>(T stage) -> new Passed<>(stage);
            case Ruling.Refused<T>(Rejection rejection) -> new Refused<>(rejection, reached);
        };
    }
}
