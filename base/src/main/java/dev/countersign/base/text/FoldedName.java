package dev.countersign.base.text;

import java.text.Normalizer;
import java.util.Locale;

/**
 * Comparison of names as displayed: two names that differ only in letter case, or in the encoding of accented letters
 * (Unicode normalization form C or D), are equal. It is computed here rather than by a database, so that it is the same
 * on every engine.
 */
public final class FoldedName {
    private FoldedName() {}

    /** The form of a name used for comparison. */
    public static String of(String name) {
        String folded = normalized(name).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return normalized(folded);
    }

    /** Whether both names are equal. */
    public static boolean areSame(String one, String other) {
        if (isAscii(one) && isAscii(other)) {
            return one.equalsIgnoreCase(other);
        }
        return of(one).equals(of(other));
    }

    private static String normalized(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
