package dev.countersign.server.people.token;

import dev.countersign.server.people.PersonId;
import dev.countersign.server.people.Role;
import java.time.Instant;
import java.util.Optional;

/**
 * Personal access token, without its secret.
 *
 * @param name unique among the tokens of the person
 * @param role the highest role that the token gives
 * @param expiresAt the time from which it is refused
 * @param lastUsedAt to the minute
 */
public record PersonalToken(
        PersonalTokenId id,
        PersonId person,
        String name,
        Role role,
        Instant createdAt,
        Instant expiresAt,
        Optional<Instant> lastUsedAt) {

    /** Whether it has expired. */
    public boolean isExpired(Instant now) {
        return !now.isBefore(expiresAt);
    }
}
