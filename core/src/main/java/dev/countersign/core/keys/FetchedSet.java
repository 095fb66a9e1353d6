package dev.countersign.core.keys;

import dev.countersign.core.jose.key.KeySet;
import java.time.Instant;

/**
 * A JWK set of an issuer, in which all keys may be unusable.
 *
 * @param fetchedAt time of the request, which is before the response: a key may be withdrawn while it is in transit
 */
public record FetchedSet(KeySet keys, Instant fetchedAt) {}
