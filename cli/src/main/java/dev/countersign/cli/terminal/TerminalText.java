package dev.countersign.cli.terminal;

import java.util.regex.Pattern;

/** Text of strangers made safe to print: what a terminal would obey, or use to hide or reorder what follows, is spelled out. */
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
                // a backslash in a replacement has to be doubled
                character.chars().forEach(unit -> escapes.append("\\\\u%04x".formatted(unit)));
                yield escapes.toString();
            }
        };
    }
}
