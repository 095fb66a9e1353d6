package dev.countersign.core.jose.json;

import java.util.function.Function;

/** A value that was read from what another party wrote, or the problem that stands in its place. */
public sealed interface Parsed<T> {

    /** The value, well-formed and nothing more. */
    record Read<T>(T value) implements Parsed<T> {}

    /**
     * No value.
     *
     * @param problem in our own words; quotes nothing that was read
     */
    record Unreadable<T>(String problem) implements Parsed<T> {}

    /** The result of a step on the value; a problem is passed on unchanged. */
    default <U> Parsed<U> map(Function<? super T, ? extends U> step) {
        return switch (this) {
            case Read<T>(T value) -> new Read<>(step.apply(value));
            case Unreadable<T>(String problem) -> new Unreadable<>(problem);
        };
    }
}
