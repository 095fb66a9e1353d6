package dev.countersign.server.web;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Router of one edge: finds the route for a method and a path. A variable segment matches any text but the empty one.
 * Nothing is decoded, because ids and names need no escaping: an encoded slash does not separate segments. Of several
 * routes that match, one without variables is used, or else the first. A route for {@code GET} is one for {@code HEAD} too (RFC 9110 §9.3.2).
 */
public final class Router<R extends Routed> {
    private final List<Entry<R>> entries;
    private final Map<String, List<R>> withoutVariables = new HashMap<>();

    /** @param routes in the order in which they are tried */
    public Router(List<R> routes) {
        this.entries = routes.stream()
                .map(route -> new Entry<>(route, segments(route.path())))
                .toList();
        for (R route : routes) {
            if (route.path().indexOf('{') < 0) {
                withoutVariables
                        .computeIfAbsent(route.path(), _ -> new ArrayList<>())
                        .add(route);
            }
        }
    }

    /** Outcome of finding a route. */
    public sealed interface Match<R> {

        /** Success: the route, and the variable segments by name. */
        record Found<R>(R route, Map<String, String> variables) implements Match<R> {}

        /** Failure: the path has routes for other methods, listed as in the field {@code Allow}. */
        record OtherMethods<R>(String allowed) implements Match<R> {}

        /** Failure: the path has no route. */
        record NoRoute<R>() implements Match<R> {}
    }

    private record Entry<R extends Routed>(R route, List<String> template) {
        boolean matches(List<String> segments) {
            if (template.size() != segments.size()) {
                return false;
            }
            for (int i = 0; i < segments.size(); i++) {
                String segment = segments.get(i);
                if (isVariable(template.get(i)) ? segment.isEmpty() : !segment.equals(template.get(i))) {
                    return false;
                }
            }
            return true;
        }

        Map<String, String> variables(List<String> segments) {
            var variables = new HashMap<String, String>();
            for (int i = 0; i < segments.size(); i++) {
                String name = template.get(i);
                if (isVariable(name)) {
                    variables.put(name.substring(1, name.length() - 1), segments.get(i));
                }
            }
            return Collections.unmodifiableMap(variables);
        }

        private static boolean isVariable(String segment) {
            return segment.startsWith("{");
        }
    }

    /** Finds the route; the path is as it was sent. */
    public Match<R> find(String method, String path) {
        String served = isReading(method) ? "GET" : method;
        for (R route : withoutVariables.getOrDefault(path, List.of())) {
            if (route.method().equals(served)) {
                return new Match.Found<>(route, Map.of());
            }
        }
        List<String> segments = segments(path);
        var others = new TreeSet<String>();
        for (Entry<R> entry : entries) {
            if (entry.matches(segments)) {
                R route = entry.route();
                if (route.method().equals(served)) {
                    return new Match.Found<>(route, entry.variables(segments));
                }
                others.add(route.method());
            }
        }
        if (others.contains("GET")) {
            others.add("HEAD");
        }
        return others.isEmpty() ? new Match.NoRoute<>() : new Match.OtherMethods<>(String.join(", ", others));
    }

    /** Whether the method is {@code GET} or {@code HEAD}. */
    public static boolean isReading(String method) {
        return method.equals("GET") || method.equals("HEAD");
    }

    private static List<String> segments(String path) {
        return List.of(path.split("/", -1));
    }
}
