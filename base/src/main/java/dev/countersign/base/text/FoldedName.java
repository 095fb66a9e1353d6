package dev.countersign.base.text;

import java.text.Normalizer;
import java.util.Locale;

/**
 * Comparison of names as people see them: two that differ only in letter case, or in how an accented letter is encoded
 * (Unicode normalization form C or D), are one name. Computed here and not by a database, so that it is the same on each.
 */
public final class FoldedName {
    private FoldedName() {}

    /** The name as it is compared. */
    public static String of(String name) {
        String folded = normalized(name).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return normalized(folded);
    }

    /** Whether both are the same name. */
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
