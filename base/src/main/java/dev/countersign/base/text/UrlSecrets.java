package dev.countersign.base.text;

import java.util.regex.Pattern;

/** Remover of secrets from URLs in printed text: the user part, one-time codes, and parameters such as a password. */
public final class UrlSecrets {
    private static final Pattern USER = Pattern.compile("//[^\\s\"'<>]{0,4000}@");
    private static final Pattern PARAMETER = Pattern.compile(
            "(?<![A-Za-z0-9_.-])([A-Za-z0-9_.-]{0,40}(?:password|passwd|pwd|secret)[A-Za-z0-9_.-]{0,40}=)[^&;,\\s\"']+",
            Pattern.CASE_INSENSITIVE);

    /** The code of a one-time link, or of an OpenID provider. */
    private static final Pattern CODE = Pattern.compile("([?&]code=)[^&\\s\"'<>]+", Pattern.CASE_INSENSITIVE);

    private UrlSecrets() {}

    /** The text without secrets. Text that merely resembles one is removed too. */
    public static String removed(String text) {
        String shown = text;
        if (shown.contains("//") && shown.indexOf('@') >= 0) {
            shown = USER.matcher(shown).replaceAll("//(hidden)@");
        }
        if (shown.indexOf('=') < 0) {
            return shown;
        }
        return CODE.matcher(PARAMETER.matcher(shown).replaceAll("$1(hidden)")).replaceAll("$1(hidden)");
    }
}
