package dev.countersign.server.people;

import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.StoreUnavailableException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Sessions of the console. A session ends after 30 minutes without use, after 12 hours, or when its user is disabled.
 */
public final class Sessions {
    private static final System.Logger LOG = System.getLogger(Sessions.class.getName());

    /** Precision of the recorded last use; recording every request would make each read cost a write. */
    private static final Duration NOTED_EVERY = Duration.ofMinutes(1);

    private final PeopleStore store;
    private final InstantSource clock;

    Sessions(PeopleStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** The valid session of this token; its use is recorded. */
    public Optional<Session> find(SessionToken token) {
        Instant now = clock.instant();
        Optional<Session> session = store.session(token.hash()).filter(found -> found.isAlive(now));
        session.filter(found -> !now.isBefore(found.lastSeenAt().plus(NOTED_EVERY)))
                .ifPresent(found -> note(found, now));
        return session;
    }

    /**
     * Records the use of a session. While the store is read-only the session remains valid from the last recorded use,
     * so that an administrator can investigate.
     */
    private void note(Session session, Instant now) {
        try {
            store.seen(session.id(), now);
        } catch (StoreUnavailableException readOnly) {
            LOG.log(Level.DEBUG, "The use of a session could not be recorded", readOnly);
        }
    }

    /** All valid sessions, the latest first. */
    public List<Session> all() {
        Instant now = clock.instant();
        return store.sessions().stream().filter(session -> session.isAlive(now)).toList();
    }

    /** The valid sessions of one user, the latest first. */
    public List<Session> of(PersonId person) {
        return all().stream()
                .filter(session -> session.person().id().equals(person))
                .toList();
    }

    /** Signs out. */
    public void end(SessionToken token, Administrator administrator) {
        store.session(token.hash()).ifPresent(session -> end(session, "ended", administrator));
    }

    /** Ends a session of any user; returns whether it existed. */
    public boolean revoke(SessionId id, Administrator administrator) {
        return store.sessions().stream()
                .filter(session -> session.id().equals(id))
                .findFirst()
                .filter(session -> end(session, "revoked", administrator))
                .isPresent();
    }

    private boolean end(Session session, String action, Administrator administrator) {
        return store.end(session.id(), new PeopleEvents(administrator, clock.instant()).session(action, session));
    }
}
