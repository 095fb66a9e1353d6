package dev.countersign.core.audit;

import dev.countersign.core.oauth.CorrelationId;

/**
 * Where a token request came from.
 *
 * @param remoteAddress the address of the peer
 */
public record RequestOrigin(CorrelationId correlationId, String remoteAddress) {}
