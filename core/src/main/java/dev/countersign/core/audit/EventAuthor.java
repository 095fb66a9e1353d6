package dev.countersign.core.audit;

import java.util.Optional;

/**
 * Author of an administrative change.
 *
 * @param name the client id or name
 * @param token the personal access token by which a person made the change; empty for a change in the console, or by an
 *     application
 */
public record EventAuthor(String name, Optional<TokenLabel> token) {

    /** Label of a personal access token; never the token itself. */
    public record TokenLabel(String id, String name) {}
}
