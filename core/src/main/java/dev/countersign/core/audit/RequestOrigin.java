package dev.countersign.core.audit;

import dev.countersign.core.oauth.CorrelationId;

/**
 * Origin of a token request.
 *
 * @param remoteAddress the address of the peer
 */
public record RequestOrigin(CorrelationId correlationId, String remoteAddress) {}
