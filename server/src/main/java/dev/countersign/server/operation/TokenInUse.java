package dev.countersign.server.operation;

import dev.countersign.core.audit.EventAuthor.TokenLabel;
import java.time.Instant;

/**
 * Personal access token of a request.
 *
 * @param role the role that the request has by it, as a word
 */
public record TokenInUse(TokenLabel label, String role, Instant expiresAt) {}
