package dev.countersign.core.keys;

import java.time.Instant;

/**
 * The parsed content of a fetched JWK set, stored for the next start of the server.
 *
 * @param json as written by {@link dev.countersign.core.jose.jwk.StoredKeySet}
 * @param fetchedAt time of the request
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
public record StoredJwks(byte[] json, Instant fetchedAt) {}
