package dev.countersign.server.store.column;

import dev.countersign.core.oauth.PlainText;

/**
 * Text as every engine stores it. PostgreSQL refuses U+0000, and UTF-8 cannot encode half of a surrogate pair; SQLite
 * accepts both and returns something else. Each is replaced by U+FFFD before it reaches an engine.
 */
public final class StorableText {
    private static final char REPLACEMENT = '\uFFFD';

    private StorableText() {}

    /** Replaces what cannot be stored by U+FFFD; returns the same object when nothing was replaced. */
    public static String of(String text) {
        if (PlainText.isStorable(text)) {
            return text;
        }
        var storable = new StringBuilder(text.replace('\0', REPLACEMENT));
        for (int at = PlainText.loneSurrogate(text, 0); at >= 0; at = PlainText.loneSurrogate(text, at + 1)) {
            storable.setCharAt(at, REPLACEMENT);
        }
        return storable.toString();
    }

    /**
     * Shortens the text to this number of characters and appends "…" when it was longer; never splits a surrogate pair.
     */
    public static String shortened(String text, int most) {
        if (text.length() <= most) {
            return of(text);
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return of(text.substring(0, end)) + "…";
    }
}
