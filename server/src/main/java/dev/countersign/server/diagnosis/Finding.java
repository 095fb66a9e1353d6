package dev.countersign.server.diagnosis;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Result of one check.
 *
 * @param check the name of the check, such as {@code keys}
 * @param subject the checked thing, such as the name of an issuer; empty where the check has one subject only
 * @param message what was found and, unless all is well, what to do; never a secret
 */
public record Finding(Result result, String check, String subject, String message) {

    /** Kind of a finding, from the best to the worst. */
    public enum Result {
        OK,
        /** The check could not run, so that nothing is known. */
        NOT_CHECKED,
        WARNING,
        PROBLEM;

        /** The word for it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    static Finding ok(String check, String subject, String message) {
        return new Finding(Result.OK, check, subject, message);
    }

    static Finding notChecked(String check, String subject, String message) {
        return new Finding(Result.NOT_CHECKED, check, subject, message);
    }

    static Finding warning(String check, String subject, String message) {
        return new Finding(Result.WARNING, check, subject, message);
    }

    static Finding problem(String check, String subject, String message) {
        return new Finding(Result.PROBLEM, check, subject, message);
    }

    /** The finding as JSON. */
    public Map<String, Object> document() {
        var document = new LinkedHashMap<String, Object>();
        document.put("result", result.name().toLowerCase(Locale.ROOT));
        document.put("check", check);
        document.put("subject", subject);
        document.put("message", message);
        return document;
    }

    /** The finding on one line. */
    @Override
    public String toString() {
        return "%-11s %s%s: %s".formatted(result.word(), check, subject.isEmpty() ? "" : " of " + subject, message);
    }
}
