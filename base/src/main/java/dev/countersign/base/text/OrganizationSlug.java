package dev.countersign.base.text;

import java.util.regex.Pattern;

/** Rule for the slug of an organization: the part of its URLs after {@code /t/}. */
public final class OrganizationSlug {
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    private OrganizationSlug() {}

    /** Whether an organization can have this slug. */
    public static boolean is(String text) {
        return FORM.matcher(text).matches();
    }
}
