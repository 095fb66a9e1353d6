package dev.countersign.cli.remote;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON reader and writer of commands: no repeated member, numbers as written, safe on any terminal. */
public final class RemoteJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final JsonMapper PRETTY =
            MAPPER.rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Characters that a terminal may interpret or hide; JSON itself escapes only those below the space. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\x7f\\x{80}-\\x{9f}\\p{Cf}\\p{Zl}\\p{Zp}]");

    private RemoteJson() {}

    /** Exception thrown when a text is not JSON; the message quotes nothing of it. */
    public static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableException(String problem) {
            super(problem);
        }

        public String problem() {
            return String.valueOf(getMessage());
        }
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /** Reads one JSON value in UTF-8. */
    public static JsonNode read(byte[] utf8) throws UnreadableException {
        try {
            JsonNode json = MAPPER.readTree(utf8);
            if (json.isMissingNode()) {
                throw new UnreadableException("there is nothing in it");
            }
            return json;
        } catch (JacksonException malformed) {
            TokenStreamLocation location = malformed.getLocation();
            throw new UnreadableException(
                    location == null || location.getLineNr() < 1
                            ? "it is not JSON"
                            : "it is not JSON, at line %s, column %s"
                                    .formatted(location.getLineNr(), location.getColumnNr()));
        }
    }

    /** Reads one JSON object in UTF-8. */
    public static ObjectNode readObject(byte[] utf8) throws UnreadableException {
        if (read(utf8) instanceof ObjectNode object) {
            return object;
        }
        throw new UnreadableException("it is not a JSON object");
    }

    /** A text as a JSON string. */
    public static String quoted(String text) {
        return MAPPER.writeValueAsString(text);
    }

    /** Compact form, for transmission. */
    public static byte[] write(JsonNode json) {
        return MAPPER.writeValueAsBytes(json);
    }

    /** Indented form for people, with a trailing line end. */
    public static byte[] pretty(JsonNode json) {
        return prettyText(json).getBytes(StandardCharsets.UTF_8);
    }

    /** Indented form for people, with a trailing line end. */
    public static String prettyText(JsonNode json) {
        return escaped(PRETTY.writeValueAsString(json)) + "\n";
    }

    /** Form on one line, for programs that read line by line. */
    public static String line(JsonNode json) {
        return escaped(MAPPER.writeValueAsString(json)) + "\n";
    }

    /** Such characters occur within strings only, so they can be replaced anywhere. */
    private static String escaped(String json) {
        return UNPRINTABLE.matcher(json).replaceAll(found -> {
            var escapes = new StringBuilder();
            // a backslash in a replacement must be doubled
            found.group().chars().forEach(unit -> escapes.append("\\\\u%04x".formatted(unit)));
            return escapes.toString();
        });
    }
}
