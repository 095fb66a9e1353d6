package dev.countersign.server.store;

/**
 * Text as every engine stores it. PostgreSQL refuses U+0000, and no UTF-8 expresses half of a surrogate pair; SQLite takes
 * both and gives back something else. Each becomes U+FFFD before either engine sees it.
 */
final class StorableText {
    private static final char REPLACEMENT = '\uFFFD';

    private StorableText() {}

    /** Whether every engine stores the text as it is. */
    static boolean isStorable(String text) {
        return unstorable(text, 0) < 0;
    }

    /** The text, with U+FFFD in place of what cannot be stored; the same object when nothing was replaced. */
    static String of(String text) {
        int found = unstorable(text, 0);
        if (found < 0) {
            return text;
        }
        var storable = new StringBuilder(text);
        while (found >= 0) {
            storable.setCharAt(found, REPLACEMENT);
            found = unstorable(text, found + 1);
        }
        return storable.toString();
    }

    /** The text in so many characters at most, and "…" when it had more; never half of a surrogate pair. */
    static String shortened(String text, int most) {
        if (text.length() <= most) {
            return of(text);
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return of(text.substring(0, end)) + "…";
    }

    /** Where the first character at or after a place is that cannot be stored; -1 when there is none. */
    private static int unstorable(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == 0) {
                return i;
            }
            if (Character.isSurrogate(character)) {
                boolean isPair = Character.isHighSurrogate(character)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!isPair) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }
}
