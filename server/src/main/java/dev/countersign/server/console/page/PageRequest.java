package dev.countersign.server.console.page;

import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.server.console.form.Form;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.Authority;
import dev.countersign.server.people.Person;
import dev.countersign.server.people.Role;
import dev.countersign.server.people.Session;
import dev.countersign.server.people.SessionToken;
import java.util.Map;
import java.util.Optional;

/**
 * One request to the console, admitted.
 *
 * @param path below the root of the console
 * @param variables the variable segments of the path
 * @param query the fields of the query
 * @param form what was sent; empty for a page
 * @param guest who asks, where they are signed in
 * @param formToken what every form of the answer must carry
 * @param wantsPiece whether htmx asks, and replaces a piece of a page
 */
public record PageRequest(
        String path,
        Map<String, String> variables,
        Form query,
        Form form,
        Optional<Guest> guest,
        String formToken,
        boolean wantsPiece,
        Caller caller) {

    /** Somebody who is signed in. */
    public record Guest(Session session, SessionToken token) {
        public Person person() {
            return session.person();
        }
    }

    /** The other end of the connection. */
    public record Caller(String address, String userAgent, CorrelationId correlationId) {}

    /** Who is signed in; a route that needs a role is never reached by anybody else. */
    public Person person() {
        return guest.map(Guest::person).orElseThrow(() -> new IllegalStateException("the request has no session"));
    }

    /** Under which name a change goes on record. */
    public Administrator administrator() {
        return new Administrator(
                person().username(),
                caller.correlationId(),
                may(Role.ADMINISTRATOR) ? new Authority.All() : Authority.none());
    }

    /** Whether whoever is signed in may do what needs this role. */
    public boolean may(Role role) {
        return guest.filter(who -> who.person().role().covers(role)).isPresent();
    }

    /** A variable segment of the path. */
    public String variable(String name) {
        return Optional.ofNullable(variables.get(name))
                .orElseThrow(() -> new IllegalStateException("the route has no variable " + name));
    }
}
