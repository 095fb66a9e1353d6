package dev.countersign.core.rejection;

/**
 * What a check expected and what it met, in words for an administrator. It may quote claim values and header members,
 * shortened; it never holds the assertion, a signature, a secret or a token.
 *
 * @param expected what would have passed
 * @param actual what was there
 * @param hint the setting to change or the thing to fix
 */
public record Evidence(String expected, String actual, String hint) {
    private static final int LONGEST = 400;

    public Evidence {
        expected = shorten(expected);
        actual = shorten(actual);
        hint = shorten(hint);
    }

    private static String shorten(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        // Never through the middle of a pair: half a character is no text, and each reader makes something else of it.
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return text.substring(0, end) + "…";
    }
}
