package dev.countersign.core.rejection;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An identifier that differs slightly from another: in a slash, letter case, the scheme, or within the same tenant.
 * Identifiers are compared character by character, so it does not match, but showing both helps to find the fault.
 *
 * @param met the value found
 * @param wanted the value that passes
 * @param difference in words, such as "a trailing slash"
 */
public record NearMiss(String met, String wanted, String difference) {
    private static final String ENTRA_VERSION = "the version of the token";
    private static final Pattern VERSION_1 =
            Pattern.compile("https://sts\\.(?:windows\\.net|chinacloudapi\\.cn)/([^/]+)/?");
    private static final Pattern VERSION_2 = Pattern.compile(
            "https://login\\.(?:microsoftonline\\.(?:com|us)|partner\\.microsoftonline\\.cn)/([^/]+)/v2\\.0/?");

    /** The first accepted value that resembles this one. */
    public static Optional<NearMiss> among(Collection<String> accepted, String met) {
        return accepted.stream()
                .filter(wanted -> !difference(wanted, met).isEmpty())
                .findFirst()
                .map(wanted -> new NearMiss(met, wanted, difference(wanted, met)));
    }

    /** A sentence with both values. */
    String sentence() {
        if (difference.equals(ENTRA_VERSION)) {
            return VERSION_1.matcher(met).matches()
                    ? "This is a token of version 1.0 of Microsoft Entra ID; registered is the tenant's issuer of version 2.0."
                            + " Set api.requestedAccessTokenVersion to 2 in the manifest of the API's app registration, or"
                            + " register the issuer of version 1.0."
                    : "This is a token of version 2.0 of Microsoft Entra ID; registered is the tenant's issuer of version 1.0."
                            + " Register the issuer of version 2.0.";
        }
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
        return isOtherVersion(wanted, met) || isOtherVersion(met, wanted) ? ENTRA_VERSION : "";
    }

    /**
     * Microsoft Entra ID has two issuers for one tenant, and the registration of the API determines which of them
     * signs.
     */
    private static boolean isOtherVersion(String first, String second) {
        Matcher version1 = VERSION_1.matcher(first);
        Matcher version2 = VERSION_2.matcher(second);
        return version1.matches() && version2.matches() && version1.group(1).equalsIgnoreCase(version2.group(1));
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
