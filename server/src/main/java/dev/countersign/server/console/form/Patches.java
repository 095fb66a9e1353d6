package dev.countersign.server.console.form;

import dev.countersign.core.jose.json.Parsed;
import dev.countersign.core.jose.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Merge patches (RFC 7396) from form values. */
public final class Patches {
    private Patches() {}

    /** A whole number; invalid text is left unchanged, so that the reader of the patch reports it. */
    public static Object number(String text) {
        return text.matches("-?[0-9]{1,18}") ? (Object) Long.valueOf(text) : text;
    }

    /** A JSON object; text that is none is left as it is, for the reader of the patch to refuse. */
    public static Object object(String text) {
        return StrictJson.readObject(text.getBytes(StandardCharsets.UTF_8)) instanceof Parsed.Read(var members)
                ? members
                : text;
    }

    /** Words separated by spaces, commas or line ends. */
    public static List<String> words(String text) {
        return List.of(text.strip().split("[\\s,]+")).stream()
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
