package dev.countersign.core.rejection;

/** A value, or the refusal that stands in its place. */
public sealed interface Ruling<T> {

    /** The value: nothing stands against it. */
    record Granted<T>(T value) implements Ruling<T> {}

    /** The refusal. */
    record Refused<T>(Rejection rejection) implements Ruling<T> {}

    static <T> Ruling<T> granted(T value) {
        return new Granted<>(value);
    }

    static <T> Ruling<T> refused(Rejection rejection) {
        return new Refused<>(rejection);
    }
}
