package dev.countersign.server.store.column;

import dev.countersign.core.oauth.PlainText;

/**
 * Text as every engine stores it. PostgreSQL refuses U+0000, and no UTF-8 expresses half of a surrogate pair; SQLite takes
 * both and gives back something else. Each becomes U+FFFD before either engine sees it.
 */
public final class StorableText {
    private static final char REPLACEMENT = '\uFFFD';

    private StorableText() {}

    /** The text, with U+FFFD in place of what cannot be stored; the same object when nothing was replaced. */
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

    /** The text in so many characters at most, and "…" when it had more; never half of a surrogate pair. */
    public static String shortened(String text, int most) {
        if (text.length() <= most) {
            return of(text);
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return of(text.substring(0, end)) + "…";
    }
}
