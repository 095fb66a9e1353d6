package dev.countersign.core.jose.json;

import java.util.function.Function;

/** A value parsed from external input, or a problem. */
public sealed interface Parsed<T> {

    /** The value, well-formed but not checked further. */
    record Read<T>(T value) implements Parsed<T> {}

    /**
     * A problem in place of the value.
     *
     * @param problem worded by the reader; quotes nothing of the input
     */
    record Unreadable<T>(String problem) implements Parsed<T> {}

    /** Applies a step to the value; a problem is passed on unchanged. */
    default <U> Parsed<U> map(Function<? super T, ? extends U> step) {
        return switch (this) {
            case Read<T>(T value) -> new Read<>(step.apply(value));
            case Unreadable<T>(String problem) -> new Unreadable<>(problem);
        };
    }
}
