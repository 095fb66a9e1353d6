package dev.countersign.cli.remote;

import java.util.regex.Pattern;

/** A personal access token. Its string form is redacted. */
public record TokenCredentials(String token) implements ApiCredentials {
    private static final Pattern FORM = Pattern.compile("csp_[A-Za-z0-9_-]{1,200}");

    /**
     * Reads a token.
     *
     * @param source the place of the token, for the message: the token itself is never shown
     */
    public static TokenCredentials of(String text, String source) throws CallFailedException {
        if (!FORM.matcher(text).matches()) {
            throw CallFailedException.configuration(
                    "There is no personal access token in %s: they begin with csp_. Create one in the console, under Your account."
                            .formatted(source));
        }
        return new TokenCredentials(text);
    }

    /** Omits the token. */
    @Override
    public String toString() {
        return "TokenCredentials[redacted]";
    }
}
