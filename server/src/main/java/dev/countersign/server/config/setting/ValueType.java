package dev.countersign.server.config.setting;

import java.util.Optional;
import java.util.function.Function;

/**
 * The permitted values of a setting.
 *
 * @param expectation completes the sentence "expected …"
 * @param reader empty for an invalid value
 * @param writer the value in the notation of the file
 */
public record ValueType<T>(String expectation, Function<Raw, Optional<T>> reader, Function<T, String> writer) {

    Optional<T> read(Raw raw) {
        return reader.apply(raw);
    }

    String show(T value) {
        return writer.apply(value);
    }

    /** The same values, or no value. */
    ValueType<Optional<T>> optional() {
        return new ValueType<>(
                expectation, this::some, value -> value.map(writer).orElse(""));
    }

    /** The same values, or the word {@code off}. */
    ValueType<Optional<T>> orOff() {
        return new ValueType<>(
                expectation + ", or \"off\"",
                raw -> raw instanceof Raw.Text(String text) && text.strip().equals("off")
                        ? Optional.of(Optional.empty())
                        : some(raw),
                value -> value.map(writer).orElse("\"off\""));
    }

    private Optional<Optional<T>> some(Raw raw) {
        Optional<T> value = reader.apply(raw);
        return value.isPresent() ? Optional.of(value) : Optional.empty();
    }

    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
