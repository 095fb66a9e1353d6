package dev.countersign.core.jose.json;

import java.io.ByteArrayOutputStream;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/** The writer of the JSON values that {@link StrictJson} reads, without spaces and in the given order. */
public final class JsonText {
    // Does not escape slashes: an escaped slash would be valid, but longer, and most strings are URLs.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
            .build();

    private final JsonGenerator generator;

    private JsonText(JsonGenerator generator) {
        this.generator = generator;
    }

    /**
     * Writes an object in UTF-8.
     *
     * @param members {@link String}, {@link Boolean}, {@link Long}, {@link Integer}, {@link BigDecimal},
     *     {@link JsonNull}, {@link List} and {@link Map} with string keys, at any depth
     * @throws IllegalArgumentException when a value is of another type
     */
    public static byte[] write(Map<String, ?> members) {
        var out = new ByteArrayOutputStream();
        try (var generator = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            new JsonText(generator).object(members);
        }
        return out.toByteArray();
    }

    /**
     * The same as a text. A string with half of a surrogate pair, which UTF-8 cannot encode, is unchanged.
     *
     * @throws IllegalArgumentException when a value is of another type
     */
    public static String text(Map<String, ?> members) {
        var out = new StringWriter();
        try (var generator = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            new JsonText(generator).object(members);
        }
        return out.toString();
    }

    private void object(Map<?, ?> members) {
        generator.writeStartObject();
        members.forEach((name, value) -> {
            generator.writeName((String) name);
            value(value);
        });
        generator.writeEndObject();
    }

    private void value(Object value) {
        switch (value) {
            case String text -> generator.writeString(text);
            case Boolean truth -> generator.writeBoolean(truth);
            case Long number -> generator.writeNumber(number);
            case Integer number -> generator.writeNumber(number);
            case BigDecimal number -> generator.writeNumber(number);
            case JsonNull ignored -> generator.writeNull();
            case List<?> elements -> {
                generator.writeStartArray();
                elements.forEach(this::value);
                generator.writeEndArray();
            }
            case Map<?, ?> members -> object(members);
            default -> throw new IllegalArgumentException(value.getClass() + " is not a JSON value");
        }
    }
}
