package dev.countersign.core.rejection;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An identifier that nearly is another: by a slash, by letter case or by scheme. Identifiers are compared character by
 * character, so it does not pass, but whoever looks for the fault wants to be shown the two side by side.
 *
 * @param met what was there
 * @param wanted what would have passed
 * @param difference in words, such as "a trailing slash"
 */
public record NearMiss(String met, String wanted, String difference) {

    /** The first of the accepted values that this one nearly is. */
    public static Optional<NearMiss> among(Collection<String> accepted, String met) {
        return accepted.stream()
                .filter(wanted -> !difference(wanted, met).isEmpty())
                .findFirst()
                .map(wanted -> new NearMiss(met, wanted, difference(wanted, met)));
    }

    /** The two side by side. */
    String sentence() {
        return "\"%s\" differs from \"%s\" only by %s; they are compared character by character."
                .formatted(met, wanted, difference);
    }

    private static String difference(String wanted, String met) {
        if (wanted.equals(met)) {
            return "";
        }
        if (withoutSlash(wanted).equals(withoutSlash(met))) {
            return "a trailing slash";
        }
        if (wanted.equalsIgnoreCase(met)) {
            return "letter case";
        }
        if (withoutScheme(wanted).equals(withoutScheme(met))) {
            return "the scheme";
        }
        return "";
    }

    private static String withoutSlash(String value) {
        return value.endsWith("/") ? value.substring(0, value.length() - 1) : value;
    }

    private static String withoutScheme(String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        for (String scheme : List.of("https://", "http://")) {
            if (lower.startsWith(scheme)) {
                return value.substring(scheme.length());
            }
        }
        return value;
    }
}
