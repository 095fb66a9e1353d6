package dev.countersign.core.rejection;

import dev.countersign.core.oauth.PlainText;

/**
 * Expected and actual value of a check, worded for administrators. It may quote claim values and header members,
 * shortened; it never holds the assertion, a signature, a secret or a token.
 *
 * @param expected the value that passes
 * @param actual the value found
 * @param hint the setting to change or the fault to correct
 */
public record Evidence(String expected, String actual, String hint) {
    private static final int LONGEST = 400;
    /** Hints are fixed sentences with few quotes. */
    private static final int LONGEST_HINT = 800;

    public Evidence {
        // Quoted text may contain any character; it is stored, shown and logged, which not every character permits.
        expected = PlainText.visible(shorten(expected, LONGEST));
        actual = PlainText.visible(shorten(actual, LONGEST));
        hint = PlainText.visible(shorten(hint, LONGEST_HINT));
    }

    private static String shorten(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        // Never splits a surrogate pair: readers treat half of one differently.
        int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return text.substring(0, end) + "…";
    }
}
