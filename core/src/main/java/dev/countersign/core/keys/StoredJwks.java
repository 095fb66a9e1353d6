package dev.countersign.core.keys;

import java.time.Instant;

/**
 * What was read of a JWK set that was fetched, kept for the next start of the server.
 *
 * @param json as {@link dev.countersign.core.jose.jwk.StoredKeySet} writes it
 * @param fetchedAt when they were asked for
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
public record StoredJwks(byte[] json, Instant fetchedAt) {}
