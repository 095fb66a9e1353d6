package dev.countersign.core.rejection;

import dev.countersign.core.oauth.PlainText;

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
    /** Hints are sentences of ours, with little in them of what was read. */
    private static final int LONGEST_HINT = 800;

    public Evidence {
        // What is quoted may hold anything; it is kept, shown and logged, which not every character allows.
        expected = PlainText.visible(shorten(expected, LONGEST));
        actual = PlainText.visible(shorten(actual, LONGEST));
        hint = PlainText.visible(shorten(hint, LONGEST_HINT));
    }

    private static String shorten(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        // Never through the middle of a pair: half a character is no text, and each reader makes something else of it.
        int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return text.substring(0, end) + "…";
    }
}
