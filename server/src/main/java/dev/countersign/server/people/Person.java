package dev.countersign.server.people;

import java.time.Instant;
import java.util.Optional;

/**
 * User of the console.
 *
 * @param hasPassword false while an invitation is open, and for a visitor
 */
public record Person(
        PersonId id,
        String username,
        Role role,
        boolean enabled,
        Instant createdAt,
        Optional<Instant> lastSignedInAt,
        boolean hasPassword) {
    /** The end of the names of visitors, which no other name has. */
    static final String OF_ROOT = "@root";

    /**
     * This administrator of the root organization in another organization, where the administrator has no account. The name says
     * whose account it is.
     */
    public Person asVisitor() {
        return new Person(id, visitorName(username), Role.ADMINISTRATOR, enabled, createdAt, lastSignedInAt, false);
    }

    /** The name under which another organization has the actions of an administrator of the root organization on record. */
    public static String visitorName(String name) {
        return name + OF_ROOT;
    }
}
