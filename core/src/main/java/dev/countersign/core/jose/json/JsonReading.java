package dev.countersign.core.jose.json;

import java.util.Map;

/** The outcome of reading a JSON object with {@link StrictJson}. */
public sealed interface JsonReading {

    /**
     * The members of the object, in the order they were written.
     *
     * <p>Values are {@link String}, {@link Boolean}, {@link Long} (a literal without fraction and exponent that fits),
     * {@link java.math.BigDecimal} (every other number), {@link JsonNull#NULL}, {@link java.util.List} and
     * {@link Map} of the same.
     *
     * @param members unmodifiable, at every depth
     */
    record Read(Map<String, Object> members) implements JsonReading {}

    /**
     * Not an object we accept.
     *
     * @param problem a clause in our own words, such as "a member is named twice"; quotes nothing that was read
     */
    record Unreadable(String problem) implements JsonReading {}
}
