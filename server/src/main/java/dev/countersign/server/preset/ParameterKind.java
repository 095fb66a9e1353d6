package dev.countersign.server.preset;

import java.util.regex.Pattern;

/** Format of the value of a parameter. */
public enum ParameterKind {
    /** An absolute URL, to which paths are appended. */
    URL("https?://[^\\s/?#{}@]+(?:/[^\\s?#{}]*)?", "an absolute URL without query and fragment"),
    /** A host name, with a port if it is not the default. */
    HOST("[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?", "a host name, without scheme and path"),
    /** One segment of a path. */
    SEGMENT("[A-Za-z0-9._~-]+", "letters, digits and \".\", \"_\", \"~\", \"-\""),
    /** Names that are joined by separators, such as a subject. */
    NAMES("[A-Za-z0-9._~:/@*-]+", "letters, digits and \".\", \"_\", \"~\", \"-\", \":\", \"/\", \"@\", \"*\"");

    private final String expression;
    private final Pattern pattern;
    private final String description;

    ParameterKind(String expression, String description) {
        this.expression = expression;
        this.pattern = Pattern.compile(expression);
        this.description = description;
    }

    /** As a regular expression without groups of its own. */
    String expression() {
        return expression;
    }

    /** Completes the sentence "must be …". */
    public String description() {
        return description;
    }

    /** Whether the value is valid. */
    public boolean accepts(String value) {
        return value.length() <= 2000 && pattern.matcher(value).matches();
    }
}
