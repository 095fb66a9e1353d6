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

    /** Whether a link for the first administrator is valid and there is no administrator who can sign in. */
    boolean isSetupOpen(Sha256 link, Instant now);

    /** The user of a link, while it is valid. */
    Optional<Person> invited(Sha256 link, Instant now);

    /** Begins a session and records the sign-in; does neither when the user is removed or disabled. */
    boolean begin(Session session, Sha256 token, AdminEvent event);

    /** Result of a sign-in with the OpenID provider; all except {@code DONE} leave everything unchanged. */
    enum Begun {
        DONE,
        /** Failure: the user is removed or disabled. */
        DISABLED,
        /** Failure: a logout at the provider that concerns it came after the sign-in began. */
        LOGGED_OUT
    }

    /** The same for a user whom the OpenID provider has authenticated. */
    Begun begin(Session session, Sha256 token, ProviderSignIn.User user, AdminEvent event);

    /**
     * Uses up what counts once, such as the state of a sign-in; returns whether it was not used before.
     *
     * @param until the time until which it is kept
     */
    boolean use(Sha256 hash, Instant until);

    /** The user with this account at the OpenID provider. */
    Optional<Person> of(Person.ProviderAccount account);

    /**
     * Ends the sessions that a logout at the OpenID provider concerns, and records each; the sign-ins under way that it concerns
     * begin none. Does nothing for a logout that was received before.
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
