package dev.countersign.core.token;

import dev.countersign.core.oauth.IssuerId;
import java.util.List;

/**
 * A subject as its trusted token issuer names it: the {@code sub} claim of the assertion, whatever the subject of an access
 * token is derived from.
 */
public record IssuerSubject(IssuerId issuer, String subject) {

    /**
     * The subjects of tokens that are derived from it, where they are derived from {@code sub}.
     *
     * @param name of the issuer
     */
    public List<String> mapped(String name) {
        return List.of(subject, name + ":" + subject);
    }
}
