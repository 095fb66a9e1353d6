package dev.countersign.server.people;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.server.operation.StoreUnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Persistent storage of users, links and sessions.
 *
 * <p>Every method throws {@link StoreUnavailableException} when the store is unavailable.
 */
public interface PeopleStore {

    /** A user and the hash of the password (PHC string); empty while there is none. */
    record Known(Person person, Optional<String> passwordHash) {
        @Override
        public String toString() {
            return person.toString();
        }
    }

    /** Returns all users, by name. */
    List<Person> people();

    Optional<Person> person(PersonId id);

    /** The user with this name, in any letter case. */
    Optional<Known> named(String username);

    /** Makes the change and records its event, or leaves everything unchanged. */
    PeopleChange.Result commit(PeopleChange change);

    /** Stores a link for the first administrator, and removes earlier ones. */
    void keepSetupLink(Sha256 link, Instant expires);

    /** Whether a link for the first administrator is valid and there is no user yet. */
    boolean isSetupOpen(Sha256 link, Instant now);

    /** The user of a link, while it is valid. */
    Optional<Person> invited(Sha256 link, Instant now);

    /** Begins a session and records the sign-in; does neither when the user is removed or disabled. */
    default boolean begin(Session session, Sha256 token, AdminEvent event) {
        return begin(session, token, Optional.empty(), event);
    }

    /**
     * The same for a session that began at the OpenID provider.
     *
     * @param providerSession the session there, if the provider names it
     */
    boolean begin(Session session, Sha256 token, Optional<String> providerSession, AdminEvent event);

    /** The user with this account at the OpenID provider. */
    Optional<Person> of(Person.ProviderAccount account);

    /**
     * Ends the sessions that a logout at the OpenID provider concerns, and records each; does nothing for a logout that
     * was received before.
     *
     * @return the number of sessions that ended
     */
    int end(ProviderSignIn.Logout logout, Function<Session, AdminEvent> event);

    /** Replaces the hash of an unchanged password. */
    void rehash(PersonId id, String before, String after);

    /** The session of this token with its current user, even if it has expired. */
    Optional<Session> session(Sha256 token);

    /** Records the use of a session. */
    void seen(SessionId id, Instant at);

    /** All stored sessions, the latest first. */
    List<Session> sessions();

    /** Ends a session; returns whether it existed. */
    boolean end(SessionId id, AdminEvent event);

    /** Records an event without a change, such as a refused sign-in. */
    void record(AdminEvent event);
}
