package dev.countersign.cli.remote;

import dev.countersign.base.exit.ExitCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * A list of the REST API whose elements have an id and a name, either of which can be used to find them.
 *
 * @param path below the root of the API
 * @param noun the word for one element
 * @param names the members that name an element in output
 */
public record Collection(String path, String noun, List<String> names) {
    public static final Collection ISSUERS =
            new Collection("/trusted-token-issuers", "trusted token issuer", List.of("name"));
    public static final Collection APPLICATIONS =
            new Collection("/applications", "application", List.of("name", "client_id"));
    public static final Collection API_RESOURCES =
            new Collection("/api-resources", "API resource", List.of("name", "audience"));

    public static final Collection ORGANIZATIONS = new Collection("/organizations", "organization", List.of("slug"));

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");
    private static final String PAGE = "200";
    private static final int MOST_PAGES = 10_000;

    /** All elements, newest first. */
    public List<JsonNode> all(RestApi api, Map<String, String> filter) throws CallFailedException {
        var elements = new ArrayList<JsonNode>();
        var query = new LinkedHashMap<>(filter);
        query.put("limit", PAGE);
        for (int page = 0; page < MOST_PAGES; page++) {
            JsonNode answer = api.get(path, query).json();
            answer.path("items").forEach(elements::add);
            String next = answer.path("next_cursor").asString("");
            if (next.isEmpty()) {
                return elements;
            }
            query.put("cursor", next);
        }
        throw CallFailedException.fault("The list of the server does not end.");
    }

    /** The element with this name or id, with its version. */
    public ApiResponse find(RestApi api, String nameOrId) throws CallFailedException {
        List<JsonNode> named = all(api, Map.of("q", nameOrId)).stream()
                .filter(element -> names.stream()
                        .anyMatch(name -> element.path(name).asString("").equals(nameOrId)))
                .toList();
        if (named.size() > 1) {
            throw CallFailedException.refused("Several are called \"%s\"; name the %s by its id: %s."
                    .formatted(
                            nameOrId,
                            noun,
                            String.join(
                                    ", ",
                                    named.stream()
                                            .map(element -> element.path("id").asString(""))
                                            .toList())));
        }
        if (named.size() == 1) {
            return api.get(item(named.getFirst().path("id").asString("")), Map.of());
        }
        try {
            if (ID.matcher(nameOrId).matches()) {
                return api.get(item(nameOrId), Map.of());
            }
        } catch (CallFailedException failure) {
            if (failure.exitCode() != ExitCode.REFUSED) {
                throw failure;
            }
            // reported below, with the requested name
        }
        throw CallFailedException.refused("There is no %s \"%s\".".formatted(noun, nameOrId));
    }

    /** The path of one element. */
    public String item(String id) {
        return path + "/" + segment(id);
    }

    /** Encodes a text as one segment of a path. */
    public static String segment(String text) {
        return HttpTransport.encode(text).replace("+", "%20");
    }
}
