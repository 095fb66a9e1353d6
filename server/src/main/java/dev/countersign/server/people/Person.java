package dev.countersign.server.people;

import java.time.Instant;
import java.util.Optional;

/**
 * User of the console.
 *
 * @param canSignIn whether there is a password, a passkey or an account at the OpenID provider with which this server lets
 *     the person sign in; false while an invitation is open, and for a visitor
 * @param provider the account of a person who signs in with the OpenID provider
 */
public record Person(
        PersonId id,
        String username,
        Role role,
        boolean enabled,
        Instant createdAt,
        Optional<Instant> lastSignedInAt,
        boolean canSignIn,
        Optional<ProviderAccount> provider) {
    /** The end of the names of visitors, which no other name has. */
    static final String OF_ROOT = "@root";

    /**
     * Account at an OpenID provider. Only both together identify a person (OpenID Connect Core 1.0 §5.7).
     *
     * @param subject the claim {@code sub}
     */
    public record ProviderAccount(String issuer, String subject) {}

    /**
     * The ways in which a server lets people sign in; what a person has for another way counts for nothing.
     *
     * @param provider the issuer of its OpenID provider
     */
    public record WaysIn(boolean passwords, boolean passkeys, Optional<String> provider) {
        /** Those without settings: passwords and passkeys. */
        public static final WaysIn USUAL = new WaysIn(true, true, Optional.empty());
    }

    /** A person of this server. */
    public Person(
            PersonId id,
            String username,
            Role role,
            boolean enabled,
            Instant createdAt,
            Optional<Instant> lastSignedInAt,
            boolean canSignIn) {
        this(id, username, role, enabled, createdAt, lastSignedInAt, canSignIn, Optional.empty());
    }

    /** This person with another role. */
    Person withRole(Role other) {
        return new Person(id, username, other, enabled, createdAt, lastSignedInAt, canSignIn, provider);
    }

    /**
     * This administrator of the root organization in another organization, where the administrator has no account. The name says
     * whose account it is.
     */
    public Person asVisitor() {
        return new Person(id, visitorName(username), Role.ADMINISTRATOR, enabled, createdAt, lastSignedInAt, false);
    }

    /** Whether this is an administrator of the root organization in another one: no other name ends like it. */
    public boolean isVisitor() {
        return !canSignIn && username.endsWith(OF_ROOT);
    }

    /** The name under which another organization has the actions of an administrator of the root organization on record. */
    public static String visitorName(String name) {
        return name + OF_ROOT;
    }
}
