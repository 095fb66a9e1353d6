package dev.countersign.server.console.page;

import dev.countersign.server.people.Role;
import dev.countersign.server.web.Routed;

/**
 * One address of the console.
 *
 * @param method {@code GET} or {@code POST}, the methods of HTML forms
 * @param path below the root of the console, such as {@code /connections/{id}}; segments in braces are variable
 * @param access required access
 */
public record Route(String method, String path, Access access, Action action) implements Routed {

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
}
