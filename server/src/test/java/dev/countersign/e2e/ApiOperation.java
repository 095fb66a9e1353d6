package dev.countersign.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * An operation of the REST API as the server describes it.
 *
 * @param path below the root of the API; segments in braces are variable
 */
record ApiOperation(String method, String path) {
    private static final Pattern VARIABLE = Pattern.compile("\\{[^}]*}");
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    /** All operations of the root organization that need a token. */
    static List<ApiOperation> of(ServerProcess server) {
        JsonNode paths = WrittenRequests.send("GET", server.plainOrigin() + "/api/v1/openapi.json", Map.of(), "")
                .json()
                .path("paths");
        var operations = new ArrayList<ApiOperation>();
        for (String path : paths.propertyNames()) {
            for (String method : paths.path(path).propertyNames()) {
                if (METHODS.contains(method)) {
                    operations.add(new ApiOperation(method.toUpperCase(Locale.ROOT), path));
                }
            }
        }
        return operations.stream()
                .filter(operation -> !operation.path().equals("/openapi.json"))
                .toList();
    }

    List<String> variables() {
        return VARIABLE.matcher(path).results().map(found -> found.group()).toList();
    }

    /** The path with this text in place of each variable. */
    String with(String value) {
        return VARIABLE.matcher(path).replaceAll(value);
    }

    /** The path with one text in place of all variables but the last, and another in its place. */
    String with(String first, String last) {
        int at = path.lastIndexOf('{');
        return VARIABLE.matcher(path.substring(0, at)).replaceAll(first)
                + VARIABLE.matcher(path.substring(at)).replaceAll(last);
    }

    /** The collection that the first variable is an id in. */
    String collection() {
        return path.substring(0, path.indexOf("/{"));
    }

    /** Whether its body is JSON. */
    boolean takesBody() {
        return !method.equals("GET") && !method.equals("DELETE");
    }
}
