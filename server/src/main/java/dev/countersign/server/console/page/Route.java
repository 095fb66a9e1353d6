package dev.countersign.server.console.page;

import dev.countersign.core.oauth.UnmodifiableCopies;
import dev.countersign.server.people.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One address of the console.
 *
 * @param method {@code GET} or {@code POST}, the methods of HTML forms
 * @param path below the root of the console, such as {@code /connections/{id}}; segments in braces are variable
 * @param access required access
 */
public record Route(String method, String path, Access access, Action action) {

    /** A page that every signed-in user may see. */
    public static Route page(String path, Action action) {
        return new Route("GET", path, new Access.Needs(Role.VIEWER), action);
    }

    /** A page for users with this role. */
    public static Route page(Role role, String path, Action action) {
        return new Route("GET", path, new Access.Needs(role), action);
    }

    /** A form that changes something. */
    public static Route form(Role role, String path, Action action) {
        return new Route("POST", path, new Access.Needs(role), action);
    }

    /** A page for visitors who are not signed in. */
    public static Route openPage(String path, Action action) {
        return new Route("GET", path, new Access.Open(), action);
    }

    /** A form for visitors who are not signed in. */
    public static Route openForm(String path, Action action) {
        return new Route("POST", path, new Access.Open(), action);
    }

    /** The variable segments of a matching path; empty when the path does not match. */
    public Optional<Map<String, String>> match(List<String> segments) {
        List<String> template = List.of(path.substring(1).split("/", -1));
        if (template.size() != segments.size()) {
            return Optional.empty();
        }
        var variables = new HashMap<String, String>();
        for (int i = 0; i < template.size(); i++) {
            String expected = template.get(i);
            if (expected.startsWith("{") && !segments.get(i).isEmpty()) {
                variables.put(expected.substring(1, expected.length() - 1), segments.get(i));
            } else if (!expected.equals(segments.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(UnmodifiableCopies.of(variables));
    }
}
