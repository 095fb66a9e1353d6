package dev.countersign.core.keys;

import java.time.Instant;

/**
 * A party whose signatures are verified, and the source of its public keys: a trusted token issuer or an application.
 *
 * @param name what people call it, in the log and in refusals
 * @param updatedAt when the source was last registered
 */
public record KeyOwner(KeyOwnerId id, String name, KeySource keys, Instant updatedAt) {}
