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
import java.util.stream.Collectors;

/**
 * An admitted request to the console.
 *
 * @param path below the root of the console
 * @param variables the variable segments of the path
 * @param query the fields of the query
 * @param form submitted values; empty for a page
 * @param signedIn the signed-in user
 * @param formToken token for every form of the response
 * @param hiddenColumns the columns that the user has hidden in lists
 * @param wantsPiece whether htmx requests a fragment of a page
 * @param fromProvider the cookie of a browser that was sent to the OpenID provider
 */
public record PageRequest(
        String path,
        Map<String, String> variables,
        Form query,
        Form form,
        Optional<SignedIn> signedIn,
        String formToken,
        HiddenColumns hiddenColumns,
        boolean wantsPiece,
        Optional<String> fromProvider,
        Caller caller) {
    /** The parameter of a list whose rows are all selected. */
    public static final String SELECT = "select";

    /** The field of a form with the page from which it was sent. */
    public static final String RETURN = "to";

    /** Signed-in user and session. */
    public record SignedIn(Session session, SessionToken token) {
        public Person person() {
            return session.person();
        }
    }

    /** The peer of the connection. */
    public record Caller(String address, String userAgent, CorrelationId correlationId) {}

    /** Returns the signed-in user; a route that needs a role is reached only by signed-in users. */
    public Person person() {
        return signedIn.map(SignedIn::person)
                .orElseThrow(() -> new IllegalStateException("the request has no session"));
    }

    /** The author of changes made by this request. */
    public Administrator administrator() {
        return new Administrator(person().username(), caller.correlationId(), Authority.of(may(Role.ADMINISTRATOR)));
    }

    /** Whether the signed-in user has this role or a higher one. */
    public boolean may(Role role) {
        return signedIn.filter(user -> user.person().role().covers(role)).isPresent();
    }

    /** The page from which the form was sent, with its query; the other one when the form does not name it. */
    public String returnTo(String otherwise) {
        return Site.within(form.text(RETURN)).orElse(otherwise);
    }

    /** This page with its query, without a selection; empty for the first one. */
    public String address() {
        String fields = query.values().entrySet().stream()
                .filter(field -> !field.getKey().equals(SELECT))
                .flatMap(field -> field.getValue().stream().map(value -> field.getKey() + "=" + Site.encoded(value)))
                .collect(Collectors.joining("&"));
        return (path.equals("/") ? "" : path) + (fields.isEmpty() ? "" : "?" + fields);
    }

    /** A variable segment of the path. */
    public String variable(String name) {
        return Optional.ofNullable(variables.get(name))
                .orElseThrow(() -> new IllegalStateException("the route has no variable " + name));
    }
}
