package dev.countersign.core.audit;

import dev.countersign.core.oauth.CorrelationId;
import java.time.Instant;
import java.util.Optional;

/**
 * One administrative change: the author, the change, and the states before and after. It never contains secrets.
 *
 * @param action such as {@code trusted_token_issuer.created}
 * @param targetId the opaque id of the changed resource
 * @param targetName its name at the time
 * @param before its JSON before the change; empty for a creation
 * @param after its JSON after the change; empty for a deletion
 */
public record AdminEvent(
        Instant at,
        CorrelationId correlationId,
        EventAuthor author,
        String action,
        String targetId,
        String targetName,
        Optional<String> before,
        Optional<String> after) {

    /** A change whose author used no personal access token. */
    public AdminEvent(
            Instant at,
            CorrelationId correlationId,
            String actor,
            String action,
            String targetId,
            String targetName,
            Optional<String> before,
            Optional<String> after) {
        this(at, correlationId, new EventAuthor(actor, Optional.empty()), action, targetId, targetName, before, after);
    }

    /** The client id or name of the author. */
    public String actor() {
        return author.name();
    }
}
