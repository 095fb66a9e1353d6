package dev.countersign.server.people;

import java.time.Instant;
import java.util.Optional;

/**
 * User of the console.
 *
 * @param hasPassword false while an invitation is open, for a visitor, and for a person of the OpenID provider
 * @param provider the account of a person who signs in with the OpenID provider
 */
public record Person(
        PersonId id,
        String username,
        Role role,
        boolean enabled,
        Instant createdAt,
        Optional<Instant> lastSignedInAt,
        boolean hasPassword,
        Optional<ProviderAccount> provider) {
    /** The end of the names of visitors, which no other name has. */
    static final String OF_ROOT = "@root";

    /**
     * Account at an OpenID provider. Only both together identify a person (OpenID Connect Core 1.0 §5.7).
     *
     * @param subject the claim {@code sub}
     */
    public record ProviderAccount(String issuer, String subject) {}

    /** A person of this server. */
    public Person(
            PersonId id,
            String username,
            Role role,
            boolean enabled,
            Instant createdAt,
            Optional<Instant> lastSignedInAt,
            boolean hasPassword) {
        this(id, username, role, enabled, createdAt, lastSignedInAt, hasPassword, Optional.empty());
    }

    /** This person with another role. */
    Person withRole(Role other) {
        return new Person(id, username, other, enabled, createdAt, lastSignedInAt, hasPassword, provider);
    }

    /** Whether this is an administrator of the root organization in another one. */
    public boolean isVisitor() {
        return !hasPassword && provider.isEmpty() && username.endsWith(OF_ROOT);
    }

    /** Whether the person has no way to sign in yet. */
    public boolean isInvited() {
        return !hasPassword && provider.isEmpty();
    }

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
