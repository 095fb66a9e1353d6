package dev.countersign.core.oauth;

/**
 * Rule for external text that is stored or compared: it must be storable in every store. PostgreSQL has no U+0000 in
 * text columns, and UTF-8 cannot encode half of a surrogate pair; both are refused where text is read, so that a
 * request has the same result on every store. Identifiers may not contain other control characters either, because logs
 * and pages show them.
 */
public final class PlainText {
    private PlainText() {}

    /** Whether every store can store the text: no U+0000, no half of a surrogate pair. */
    public static boolean isStorable(String text) {
        return text.indexOf('\0') < 0 && loneSurrogate(text, 0) < 0;
    }

    /** Whether the text may be an identifier: storable, and without control characters (general category Cc). */
    public static boolean isIdentifier(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return false;
            }
        }
        return loneSurrogate(text, 0) < 0;
    }

    /** The index of the first unpaired surrogate at or after an index; -1 when there is none. */
    public static int loneSurrogate(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }

    /**
     * The text with every control character and every half of a surrogate pair escaped as in JSON, such as {@code
     * \u0000}. For text that is displayed and must not be lost, such as evidence.
     */
    public static String visible(String text) {
        if (isIdentifier(text)) {
            return text;
        }
        var visible = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            int codePoint = text.codePointAt(i);
            if (Character.isSupplementaryCodePoint(codePoint)) {
                visible.appendCodePoint(codePoint);
                i++;
            } else if (Character.isISOControl(codePoint) || Character.isSurrogate((char) codePoint)) {
                visible.append(escape(codePoint));
            } else {
                visible.append((char) codePoint);
            }
        }
        return visible.toString();
    }

    private static String escape(int unit) {
        String digits = Integer.toHexString(unit);
        return "\\u" + "0".repeat(4 - digits.length()) + digits;
    }

    /**
     * An identifier, which is not empty and can be stored.
     *
     * @param what completes the sentence "… must not be empty"
     * @throws IllegalArgumentException when it is empty or cannot be stored
     */
    static String required(String text, String what) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException(what + " must not be empty");
        }
        if (!isStorable(text)) {
            throw new IllegalArgumentException(what + " must not hold U+0000 or half of a surrogate pair");
        }
        return text;
    }
}
