package dev.countersign.core.rejection;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A value, or a refusal. */
public sealed interface Ruling<T> {

    /** The value. */
    record Granted<T>(T value) implements Ruling<T> {}

    /** The refusal. */
    record Refused<T>(Rejection rejection) implements Ruling<T> {}

    /** Applies a step that may refuse the value; a refusal is passed on unchanged. */
    default <U> Ruling<U> then(Function<? super T, Ruling<U>> step) {
        return switch (this) {
            case Granted<T>(var value) -> step.apply(value);
            case Refused<T>(var rejection) -> refused(rejection);
        };
    }

    /** Applies a step that never refuses the value; a refusal is passed on unchanged. */
    default <U> Ruling<U> map(Function<? super T, ? extends U> step) {
        return then(value -> granted(step.apply(value)));
    }

    /** Replaces the refusal, for a step that belongs to another one. */
    default Ruling<T> because(UnaryOperator<Rejection> consequence) {
        return this instanceof Refused<T>(var rejection) ? refused(consequence.apply(rejection)) : this;
    }

    /** The value, if it was not refused. */
    default Optional<T> toOptional() {
        return this instanceof Granted<T>(var value) ? Optional.of(value) : Optional.empty();
    }

    /** The value, computed only if there is no refusal. */
    static <T> Ruling<T> unless(Optional<? extends Rejection> refusal, Supplier<? extends T> value) {
        return refusal.isPresent() ? refused(refusal.get()) : granted(value.get());
    }

    static <T> Ruling<T> granted(T value) {
        return new Granted<>(value);
    }

    static <T> Ruling<T> refused(Rejection rejection) {
        return new Refused<>(rejection);
    }
}
