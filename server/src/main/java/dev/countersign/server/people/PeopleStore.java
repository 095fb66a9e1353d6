package dev.countersign.server.people;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.server.operation.StoreUnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Persons, links and sessions, on disk.
 *
 * <p>Every method throws {@link StoreUnavailableException} when the store does not answer.
 */
public interface PeopleStore {

    /** A person and the hash of their password (PHC string); empty while they have none. */
    record Known(Person person, Optional<String> passwordHash) {
        @Override
        public String toString() {
            return person.toString();
        }
    }

    /** Everybody, by name. */
    List<Person> people();

    Optional<Person> person(PersonId id);

    /** The person of this name, in any letter case. */
    Optional<Known> named(String username);

    /** Makes the change and records its event, or leaves everything as it was. */
    PeopleChange.Result commit(PeopleChange change);

    /** Keeps a link for the first administrator, and forgets those before it. */
    void keepSetupLink(Sha256 link, Instant expires);

    /** Whether a link for the first administrator is good, and there is none yet. */
    boolean isSetupOpen(Sha256 link, Instant now);

    /** Whose link this is, while it is good. */
    Optional<Person> invited(Sha256 link, Instant now);

    /** Begins a session and notes when the person signed in; does neither when the person is gone or disabled. */
    boolean begin(Session session, Sha256 token, AdminEvent event);

    /** Replaces the hash of a password that did not change. */
    void rehash(PersonId id, String before, String after);

    /** The session of this token and its person as they are now, whether alive or not. */
    Optional<Session> session(Sha256 token);

    /** Notes that a session is in use. */
    void seen(SessionId id, Instant at);

    /** All sessions that are there, the latest first. */
    List<Session> sessions();

    /** Ends a session; says whether there was one. */
    boolean end(SessionId id, AdminEvent event);

    /** Records something that changed nothing, such as a refused sign-in. */
    void record(AdminEvent event);
}
