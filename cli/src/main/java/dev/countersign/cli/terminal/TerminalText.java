package dev.countersign.cli.terminal;

import java.util.regex.Pattern;

/**
 * External text made safe to print: characters that a terminal would interpret, or that hide or reorder other text, are
 * escaped.
 */
public final class TerminalText {
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}]");

    private TerminalText() {}

    /** The text on one line, with such characters as escapes, like {@code \n} or {@code \u001b}. */
    public static String of(String text) {
        return UNPRINTABLE.matcher(text).replaceAll(found -> escape(found.group()));
    }

    private static String escape(String character) {
        return switch (character) {
            case "\n" -> "\\\\n";
            case "\r" -> "\\\\r";
            case "\t" -> "\\\\t";
            default -> {
                var escapes = new StringBuilder();
                // a backslash in a replacement must be doubled
                character.chars().forEach(unit -> escapes.append("\\\\u%04x".formatted(unit)));
                yield escapes.toString();
            }
        };
    }
}
