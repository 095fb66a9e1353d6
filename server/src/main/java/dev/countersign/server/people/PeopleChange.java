package dev.countersign.server.people;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.jose.key.Sha256;
import java.time.Instant;

/** One change of who may use the console, with the event that goes on record in the same transaction. */
public sealed interface PeopleChange {
    AdminEvent event();

    /** A person without a password comes in by a link. */
    record Invited(Person person, Sha256 link, Instant linkExpires, AdminEvent event) implements PeopleChange {}

    /** A person comes in with a password, if the name is free. */
    record Added(Person person, String passwordHash, AdminEvent event) implements PeopleChange {}

    /** The first administrator, by the link of the first start, if there is none yet. */
    record FirstAdded(Person person, String passwordHash, Sha256 link, Instant now, AdminEvent event)
            implements PeopleChange {}

    /** A person chooses a password by a link. */
    record Accepted(Sha256 link, Instant now, String passwordHash, AdminEvent event) implements PeopleChange {}

    /** A person gets another link; the sessions and the earlier links end. */
    record LinkMade(PersonId id, Sha256 link, Instant linkExpires, AdminEvent event) implements PeopleChange {}

    /** A person has another password; all sessions but one end. */
    record PasswordChanged(PersonId id, String passwordHash, Sha256 kept, AdminEvent event) implements PeopleChange {}

    record RoleChanged(PersonId id, Role role, AdminEvent event) implements PeopleChange {}

    /** Whoever is disabled has no sessions and no links. */
    record EnabledChanged(PersonId id, boolean enabled, AdminEvent event) implements PeopleChange {}

    record Removed(PersonId id, AdminEvent event) implements PeopleChange {}

    /** What came of a change; all but {@code DONE} leave everything as it was. */
    enum Result {
        DONE,
        NAME_TAKEN,
        NOT_FOUND,
        /** Nobody would be left who could let others in. */
        LAST_ADMINISTRATOR,
        LINK_USED
    }
}
