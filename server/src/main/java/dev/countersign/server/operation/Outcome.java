package dev.countersign.server.operation;

import java.util.List;
import java.util.function.Function;

/** What came of an administrator's request. */
public sealed interface Outcome<T> {

    /** The same outcome, of a value that is made of this one's. */
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

    /** It was done, and is in force. */
    record Done<T>(T value) implements Outcome<T> {}

    /** The input is wrong; every problem at once. */
    record Invalid<T>(List<Problem> problems) implements Outcome<T> {
        public Invalid {
            problems = List.copyOf(problems);
        }
    }

    /** There is nothing of this id. */
    record NotFound<T>() implements Outcome<T> {}

    /**
     * What is there already stands against it.
     *
     * @param code a stable name for programs, such as {@code duplicate}
     * @param detail a sentence for people
     * @param problems which members of the input are concerned
     */
    record Conflict<T>(String code, String detail, List<Problem> problems) implements Outcome<T> {
        public Conflict {
            problems = List.copyOf(problems);
        }
    }

    /**
     * It cannot be removed, because applications name it explicitly.
     *
     * @param applications their names
     */
    record InUse<T>(List<String> applications) implements Outcome<T> {
        public InUse {
            applications = List.copyOf(applications);
        }
    }

    /**
     * The administrator lacks what it takes.
     *
     * @param problems what they lack, and which members of the input are concerned
     */
    record Forbidden<T>(List<Problem> problems) implements Outcome<T> {
        public Forbidden {
            problems = List.copyOf(problems);
        }
    }

    /** Somebody else changed it since the version that the request is about (RFC 9110 §13.1.1). */
    record Stale<T>() implements Outcome<T> {}
}
