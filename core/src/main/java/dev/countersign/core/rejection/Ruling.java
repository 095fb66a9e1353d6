package dev.countersign.core.rejection;

import java.util.function.Function;

/** A value, or the refusal that stands in its place. */
public sealed interface Ruling<T> {

    /** The value: nothing stands against it. */
    record Granted<T>(T value) implements Ruling<T> {}

    /** The refusal. */
    record Refused<T>(Rejection rejection) implements Ruling<T> {}

    /** What comes of the value by a step that may refuse it; a refusal stays what it is. */
    default <U> Ruling<U> then(Function<? super T, Ruling<U>> step) {
        return switch (this) {
            case Granted<T>(var value) -> step.apply(value);
            case Refused<T>(var rejection) -> refused(rejection);
        };
    }

    static <T> Ruling<T> granted(T value) {
        return new Granted<>(value);
    }

    static <T> Ruling<T> refused(Rejection rejection) {
        return new Refused<>(rejection);
    }
}
