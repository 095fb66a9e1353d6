package dev.countersign.core.keys;

import dev.countersign.core.jose.json.Parsed;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Outcome of fetching a document of an issuer, such as its JWK set.
 *
 * @param <T> the content: the bytes of the document, or what was read of them
 */
public sealed interface FetchOutcome<T> {

    /**
     * An answer with status 200, within all limits.
     *
     * @param latency response time of the issuer
     */
    record Fetched<T>(T content, Duration latency) implements FetchOutcome<T> {}

    /**
     * An answer that is not such a document.
     *
     * @param problem a sentence that does not quote the response
     */
    record Unreadable<T>(String problem) implements FetchOutcome<T> {}

    /**
     * Failure: no usable response.
     *
     * @param reason a clause for administrators, such as "timed out after 1000 ms"
     */
    record Failed<T>(String reason) implements FetchOutcome<T> {}

    /** The outcome after reading the content. */
    default <U> FetchOutcome<U> read(Function<T, Parsed<U>> reader) {
        return switch (this) {
            case Unreadable<T>(String problem) -> new Unreadable<>(problem);
            case Failed<T>(String reason) -> new Failed<>(reason);
            case Fetched<T>(T content, Duration latency) ->
                switch (reader.apply(content)) {
                    case Parsed.Read<U>(U value) -> new Fetched<>(value, latency);
                    case Parsed.Unreadable<U>(String problem) -> new Unreadable<>(problem);
                };
        };
    }

    /** The reason why there is no content. */
    default Optional<String> failure() {
        return switch (this) {
            case Fetched<T> _ -> Optional.empty();
            case Unreadable<T>(String problem) -> Optional.of(problem);
            case Failed<T>(String reason) -> Optional.of(reason);
        };
    }
}
