package dev.countersign.server.admin.call;

import dev.countersign.server.people.Role;
import dev.countersign.server.web.Permission;
import dev.countersign.server.web.Routed;
import java.util.function.Function;

/**
 * One operation of the API.
 *
 * @param method such as {@code GET}
 * @param path below the root of the API; segments in braces are variable
 * @param permission the scope that an application needs, and the role that a person needs: that of the same action in the
 *     console
 * @param body kind of body
 */
public record Endpoint(
        String method, String path, Permission permission, Body body, Function<Call, AdminResponse> action)
        implements Routed {
    public static final Permission READ = new Permission("admin:read", Role.VIEWER);
    private static final Permission WRITE = new Permission("admin:write", Role.EDITOR);

    /** Kind of body that an endpoint accepts. */
    public enum Body {
        /** Nothing; a body is ignored. */
        NONE,
        /** A JSON object, or nothing. */
        OPTIONAL,
        /** A JSON object. */
        JSON,
        /** A JSON object as a merge patch (RFC 7396). */
        MERGE_PATCH
    }

    public static Endpoint get(String path, Function<Call, AdminResponse> action) {
        return new Endpoint("GET", path, READ, Body.NONE, action);
    }

    public static Endpoint post(String path, Body body, Function<Call, AdminResponse> action) {
        return new Endpoint("POST", path, WRITE, body, action);
    }

    public static Endpoint put(String path, Function<Call, AdminResponse> action) {
        return new Endpoint("PUT", path, WRITE, Body.JSON, action);
    }

    public static Endpoint patch(String path, Function<Call, AdminResponse> action) {
        return new Endpoint("PATCH", path, WRITE, Body.MERGE_PATCH, action);
    }

    public static Endpoint delete(String path, Function<Call, AdminResponse> action) {
        return new Endpoint("DELETE", path, WRITE, Body.NONE, action);
    }

    /** The same operation for administrators alone; the scope remains. */
    public Endpoint forAdministrators() {
        return new Endpoint(method, path, new Permission(permission.scope(), Role.ADMINISTRATOR), body, action);
    }
}
