package dev.countersign.server.operation;

import java.util.List;
import java.util.function.Function;

/** Outcome of an administrator's request. */
public sealed interface Outcome<T> {

    /** The same outcome with a value derived from this one's. */
    default <R> Outcome<R> map(Function<? super T, ? extends R> function) {
        return switch (this) {
            case Done<T>(T value) -> new Done<>(function.apply(value));
            case Invalid<T>(var problems) -> new Invalid<>(problems);
            case NotFound<T>() -> new NotFound<>();
            case Conflict<T>(var code, var detail, var problems) -> new Conflict<>(code, detail, problems);
            case InUse<T>(var applications) -> new InUse<>(applications);
            case Stale<T>() -> new Stale<>();
            case Forbidden<T>(var problems) -> new Forbidden<>(problems);
        };
    }

    /** Success: the change is in effect. */
    record Done<T>(T value) implements Outcome<T> {}

    /** Failure: the input is invalid; all problems at once. */
    record Invalid<T>(List<Problem> problems) implements Outcome<T> {
        public Invalid {
            problems = List.copyOf(problems);
        }
    }

    /** Failure: the id does not exist. */
    record NotFound<T>() implements Outcome<T> {}

    /**
     * Failure: the change conflicts with existing data.
     *
     * @param code a stable name for programs, such as {@code duplicate}
     * @param detail a sentence for people
     * @param problems the members of the input that are concerned
     */
    record Conflict<T>(String code, String detail, List<Problem> problems) implements Outcome<T> {
        public Conflict {
            problems = List.copyOf(problems);
        }
    }

    /**
     * Failure: removal is refused because applications name the resource explicitly.
     *
     * @param applications their names
     */
    record InUse<T>(List<String> applications) implements Outcome<T> {
        public InUse {
            applications = List.copyOf(applications);
        }
    }

    /**
     * Failure: the administrator's authority is insufficient.
     *
     * @param problems the missing authority, and the members of the input that are concerned
     */
    record Forbidden<T>(List<Problem> problems) implements Outcome<T> {
        public Forbidden {
            problems = List.copyOf(problems);
        }
    }

    /** Failure: the resource was changed after the version that the request refers to (RFC 9110 §13.1.1). */
    record Stale<T>() implements Outcome<T> {}
}
