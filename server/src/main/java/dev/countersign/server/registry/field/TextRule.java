package dev.countersign.server.registry.field;

import dev.countersign.base.text.VisibleCharacters;
import dev.countersign.core.oauth.PlainText;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * Rule for the value of a text member.
 *
 * @param longest in characters (code points)
 * @param accepts whether a text of permitted length is valid
 * @param description completes the sentence "must be …"
 */
public record TextRule(int longest, Predicate<String> accepts, String description) {

    /** Any non-empty text on one line, without control characters. */
    public static TextRule anyText(int longest) {
        return new TextRule(
                longest,
                text -> !text.isEmpty() && PlainText.isIdentifier(text),
                "1 to %s characters, without control characters".formatted(longest));
    }

    /** Any non-empty text, on any number of lines. */
    public static TextRule lines(int longest) {
        return new TextRule(longest, text -> !text.isEmpty(), "1 to %s characters".formatted(longest));
    }

    /** Any text, including an empty one, on any number of lines. */
    public static TextRule description(int longest) {
        return new TextRule(longest, _ -> true, "at most %s characters".formatted(longest));
    }

    /** A text made of these characters only. */
    public static TextRule of(int longest, IntPredicate character, String description) {
        return new TextRule(
                longest,
                text -> !text.isEmpty() && text.codePoints().allMatch(character),
                "1 to %s %s".formatted(longest, description));
    }

    /** A display name: readable, and not confusable with another through invisible characters. */
    public static TextRule name() {
        TextRule printable = of(120, VisibleCharacters::is, "printable characters");
        return new TextRule(
                120,
                text -> printable.accepts.test(text) && text.equals(text.strip()),
                printable.description + ", without leading or trailing spaces");
    }

    /** The same rule without one character. */
    public TextRule without(char character) {
        return new TextRule(
                longest,
                text -> accepts.test(text) && text.indexOf(character) < 0,
                description + ", and without \"" + character + "\"");
    }

    /** The reason for refusing the text. */
    public Optional<String> objection(String text) {
        if (!PlainText.isStorable(text)) {
            return Optional.of("must not contain U+0000 or an unpaired surrogate");
        }
        boolean good = text.codePointCount(0, text.length()) <= longest && accepts.test(text);
        return good ? Optional.empty() : Optional.of("must be " + description);
    }

    /** {@code %x21-7E}: characters that terminals, headers and forms transmit unchanged. */
    public static boolean isVisibleAscii(int codePoint) {
        return codePoint > 0x20 && codePoint < 0x7F;
    }
}
