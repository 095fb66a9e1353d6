package dev.countersign.server.people;

import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.server.operation.Administrator;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Visits of administrators of the root organization in other organizations. A visitor has no account there. A visit is a
 * further token of the session in the root organization: it is as old and as idle as that session, ends with it, and is
 * refused while its person is not an enabled administrator of the root organization.
 */
public final class Visits {
    private final VisitStore store;
    private final InstantSource clock;

    public Visits(VisitStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * Enters an organization, which both organizations have on record.
     *
     * @param session in the root organization
     * @param token of that session
     * @return the token for the visited organization; empty when the session, the role or the organization is not valid
     *     any more
     */
    public Optional<SessionToken> enter(
            Session session, SessionToken token, VisitedOrganization organization, CorrelationId correlationId) {
        Instant now = clock.instant();
        Person visitor = session.person().asVisitor();
        var entrance = new SessionToken(Secrets.generate());
        var visit = new Visit(new SessionId(Secrets.generateId()), entrance.hash(), token.hash(), organization);
        var there = new Session(visit.id(), visitor, now, now, session.address(), session.userAgent());
        boolean begun = store.begin(
                visit,
                events(session.person(), correlationId, now).entered(organization),
                events(visitor, correlationId, now).session("entered", there));
        return begun ? Optional.of(entrance) : Optional.empty();
    }

    private static PeopleEvents events(Person person, CorrelationId correlationId, Instant now) {
        return new PeopleEvents(new Administrator(person.username(), correlationId), now);
    }
}
