package dev.countersign.server.people;

import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.server.operation.Administrator;
import java.time.Instant;
import java.util.Optional;

/**
 * A link with which a user chooses a password.
 *
 * @param code to be shown once
 */
public record Invitation(Person person, SetupCode code) {

    /** A new user without a password. */
    public static Invitation of(String username, Role role, boolean enabled, Instant now) {
        return new Invitation(
                new Person(new PersonId(Secrets.generateId()), username, role, enabled, now, Optional.empty(), false),
                new SetupCode(Secrets.generate()));
    }

    /** The change that adds the user, at the time at which the user was made. */
    public PeopleChange.Invited change(Administrator administrator) {
        Instant now = person.createdAt();
        return new PeopleChange.Invited(
                person,
                code.hash(),
                now.plus(People.LINK_LASTS),
                new PeopleEvents(administrator, now).of("created", person));
    }
}
