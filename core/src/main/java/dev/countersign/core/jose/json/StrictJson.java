package dev.countersign.core.jose.json;

import dev.countersign.core.oauth.PlainText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * A strict reader of JSON objects, used for every token and key set.
 *
 * <p>RFC 7515 §4, RFC 7517 §4 and RFC 7519 §4 permit a reader to keep the last of two members with the same name. Two
 * readers of one token could then see different tokens, so a repeated member is refused, at every depth.
 */
public final class StrictJson {
    /** Longest text that is read, in bytes. */
    static final int MAX_BYTES = 1 << 20;

    /** Deepest nesting; the object itself is level one. */
    static final int MAX_DEPTH = 32;

    static final int MAX_NAME_LENGTH = 256;
    static final int MAX_NUMBER_LENGTH = 64;
    static final int MAX_STRING_LENGTH = 1 << 16;

    /**
     * Largest power of ten that a number may be written with; it bounds the number of digits when the number is
     * expanded.
     */
    static final int MAX_SCALE = 9_999;

    /** Most members of one object. */
    static final int MAX_MEMBERS = 1_000;

    /** Most values in one text, members and elements at all depths together. */
    static final int MAX_VALUES = 10_000;

    // Names come from external input, which could fill a table of names shared by all parsers.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_STRING_LENGTH)
                    .maxDocumentLength(MAX_BYTES)
                    .build())
            .build();

    private final JsonParser parser;

    /** Only an escape can bring half of a surrogate pair past the UTF-8 decoder. */
    private final boolean escapes;

    private int values;

    private StrictJson(JsonParser parser, boolean escapes) {
        this.parser = parser;
        this.escapes = escapes;
    }

    /**
     * Reads one JSON object (RFC 8259) and nothing beside it.
     *
     * <p>Values are {@link String}, {@link Boolean}, {@link Long} (a literal without fraction and exponent that fits),
     * {@link java.math.BigDecimal} (every other number), {@link JsonNull#NULL}, {@link List} and {@link Map} of the same.
     *
     * @param utf8 the text in UTF-8 without a byte order mark (RFC 8725 §3.7)
     * @return the members in the order in which they were written, unmodifiable at every depth; or a clause in our own
     *     words, such as "a member is named twice"
     */
    public static Parsed<Map<String, Object>> readObject(byte[] utf8) {
        if (utf8.length > MAX_BYTES) {
            return new Parsed.Unreadable<>("the text is longer than %s bytes".formatted(MAX_BYTES));
        }
        Optional<String> text = Utf8.decode(utf8);
        if (text.isEmpty()) {
            return new Parsed.Unreadable<>("the text is not UTF-8 without a byte order mark");
        }
        return readObject(text.get());
    }

    private static Parsed<Map<String, Object>> readObject(String text) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return new Parsed.Unreadable<>("the top level is not an object");
            }
            var members = new StrictJson(parser, text.indexOf('\\') >= 0).object();
            if (parser.nextToken() != null) {
                return new Parsed.Unreadable<>("something follows the object");
            }
            return new Parsed.Read<>(members);
        } catch (Refusal refusal) {
            return new Parsed.Unreadable<>(refusal.problem);
        } catch (JacksonException notJson) {
            return new Parsed.Unreadable<>(
                    "the text is not JSON, is nested deeper than %s levels or holds a string of more than %s characters"
                            .formatted(MAX_DEPTH, MAX_STRING_LENGTH));
        }
    }

    private Map<String, Object> object() {
        var members = new LinkedHashMap<String, Object>();
        for (var name = parser.nextName(); name != null; name = parser.nextName()) {
            if (name.length() > MAX_NAME_LENGTH) {
                throw new Refusal("a name is longer than %s characters".formatted(MAX_NAME_LENGTH));
            }
            if (members.size() == MAX_MEMBERS) {
                throw new Refusal("an object has more than %s members".formatted(MAX_MEMBERS));
            }
            if (members.putIfAbsent(wellFormed(name), value(parser.nextToken())) != null) {
                throw new Refusal("a member is named twice");
            }
        }
        return Collections.unmodifiableMap(members);
    }

    private List<Object> array() {
        var elements = new ArrayList<Object>();
        for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            elements.add(value(token));
        }
        return Collections.unmodifiableList(elements);
    }

    private Object value(JsonToken token) {
        if (++values > MAX_VALUES) {
            throw new Refusal("there are more than %s values".formatted(MAX_VALUES));
        }
        return switch (token) {
            case VALUE_STRING -> wellFormed(parser.getString());
            case VALUE_NUMBER_INT -> integer(parser.getString());
            case VALUE_NUMBER_FLOAT -> decimal(parser.getString());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> JsonNull.NULL;
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            default -> throw new Refusal("the text ends too early");
        };
    }

    private Object integer(String literal) {
        try {
            return literal.length() <= 20 ? Long.valueOf(literal) : decimal(literal);
        } catch (NumberFormatException tooLongForALong) {
            return decimal(literal);
        }
    }

    /** Keeps the number as written: {@code 1e400} remains a digit and an exponent and is never expanded. */
    private static BigDecimal decimal(String literal) {
        if (literal.length() > MAX_NUMBER_LENGTH) {
            throw new Refusal("a number is longer than %s characters".formatted(MAX_NUMBER_LENGTH));
        }
        try {
            var number = new BigDecimal(literal);
            if (number.scale() >= -MAX_SCALE && number.scale() <= MAX_SCALE) {
                return number;
            }
        } catch (NumberFormatException exponentTooLarge) {
            // Reported below: it is the same fault with a larger number.
        }
        throw new Refusal("a number has an exponent beyond all use");
    }

    private String wellFormed(String text) {
        if (escapes && PlainText.loneSurrogate(text, 0) >= 0) {
            throw new Refusal("a string holds half a character");
        }
        return text;
    }

    /** Exception that ends the recursion; it never leaves this class. */
    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String problem;

        Refusal(String problem) {
            super(problem, null, false, false);
            this.problem = problem;
        }
    }
}
