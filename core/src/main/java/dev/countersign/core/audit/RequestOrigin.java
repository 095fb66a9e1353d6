package dev.countersign.core.audit;

import dev.countersign.core.oauth.CorrelationId;

/**
 * Origin of a token request.
 *
 * @param remoteAddress the numeric address of the client (RFC 5952)
 */
public record RequestOrigin(CorrelationId correlationId, String remoteAddress) {}
