package dev.countersign.core.keys;

import java.time.Instant;

/**
 * A party whose signatures are verified, with the source of its public keys: a trusted token issuer or an application.
 *
 * @param name display name, in the log and in refusals
 * @param updatedAt time of the last change of its registration
 */
public record KeyOwner(KeyOwnerId id, String name, KeySource keys, Instant updatedAt) {}
