package dev.countersign.server.people;

import java.time.Instant;
import java.util.Optional;

/**
 * User of the console.
 *
 * @param hasPassword false while an invitation is open
 */
public record Person(
        PersonId id,
        String username,
        Role role,
        boolean enabled,
        Instant createdAt,
        Optional<Instant> lastSignedInAt,
        boolean hasPassword) {}
