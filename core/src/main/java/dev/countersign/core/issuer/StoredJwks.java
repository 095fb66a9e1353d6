package dev.countersign.core.issuer;

import java.time.Instant;

/**
 * A JWK set as it was fetched, kept for the next start of the server.
 *
 * @param json the bytes that came from the issuer
 * @param fetchedAt when they were asked for
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
public record StoredJwks(byte[] json, Instant fetchedAt) {}
