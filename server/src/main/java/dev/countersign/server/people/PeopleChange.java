package dev.countersign.server.people;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.jose.key.Sha256;
import java.time.Instant;

/** One change of the console's users, with the audit event recorded in the same transaction. */
public sealed interface PeopleChange {
    AdminEvent event();

    /** A user without a password is added with a link; a disabled one gets a link later. */
    record Invited(Person person, Sha256 link, Instant linkExpires, AdminEvent event) implements PeopleChange {}

    /** A user is added with a password, if the name is free. */
    record Added(Person person, String passwordHash, AdminEvent event) implements PeopleChange {}

    /** The first administrator, by the link of the first start, if there is none who can sign in. */
    record FirstAdded(Person person, String passwordHash, Sha256 link, Instant now, AdminEvent event)
            implements PeopleChange {}

    /** A user chooses a password by a link; the sessions, the passkeys and the personal access tokens end. */
    record Accepted(Sha256 link, Instant now, String passwordHash, AdminEvent event) implements PeopleChange {}

    /** A user gets another link; the sessions, the earlier links and the personal access tokens end. */
    record LinkMade(PersonId id, Sha256 link, Instant linkExpires, AdminEvent event) implements PeopleChange {}

    /** A user gets another password; all sessions but one end. */
    record PasswordChanged(PersonId id, String passwordHash, Sha256 kept, AdminEvent event) implements PeopleChange {}

    record RoleChanged(PersonId id, Role role, AdminEvent event) implements PeopleChange {}

    /** A user is enabled, or is disabled and loses all sessions and links. */
    record EnabledChanged(PersonId id, boolean enabled, AdminEvent event) implements PeopleChange {}

    /** A person of the OpenID provider is added, if the name is free. */
    record ProviderAdded(Person person, AdminEvent event) implements PeopleChange {}

    /** The claims of a person of the OpenID provider give another role; they also take it from the last administrator. */
    record RoleClaimed(PersonId id, Role role, AdminEvent event) implements PeopleChange {}

    /** The claims of a person of the OpenID provider give no role: the sessions and the personal access tokens end. */
    record RoleLost(PersonId id, AdminEvent event) implements PeopleChange {}

    record Removed(PersonId id, AdminEvent event) implements PeopleChange {}

    /** Result of a change; all except {@code DONE} leave everything unchanged. */
    enum Result {
        DONE,
        NAME_TAKEN,
        NOT_FOUND,
        /** Failure: no user would remain who can sign in and invite others. */
        LAST_ADMINISTRATOR,
        LINK_USED
    }
}
