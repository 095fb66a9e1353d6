package dev.countersign.core.rejection;

import java.util.List;
import java.util.Locale;

/** The hint for an audience that nearly fits: by a slash, by letter case or by scheme. */
final class AudienceHint {
    private AudienceHint() {}

    /** A sentence that names the nearest accepted value, or the general remedy when none is near. */
    static String of(List<String> accepted, List<String> actual, String remedy) {
        for (String wanted : accepted) {
            for (String met : actual) {
                String difference = difference(wanted, met);
                if (!difference.isEmpty()) {
                    return "\"" + met + "\" differs from \"" + wanted + "\" only by " + difference
                            + "; audiences are compared character by character. " + remedy;
                }
            }
        }
        return remedy;
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
