package dev.countersign.core.audit;

import dev.countersign.core.oauth.CorrelationId;
import java.time.Instant;
import java.util.Optional;

/**
 * One administrative change: who changed what, from what, to what. Secrets never stand in it.
 *
 * @param actor the client id or name of who did it
 * @param action such as {@code trusted_token_issuer.created}
 * @param targetId the opaque id of what was changed
 * @param targetName its name at the time
 * @param before its JSON before; empty for a creation
 * @param after its JSON after; empty for a deletion
 */
public record AdminEvent(
        Instant at,
        CorrelationId correlationId,
        String actor,
        String action,
        String targetId,
        String targetName,
        Optional<String> before,
        Optional<String> after) {}
