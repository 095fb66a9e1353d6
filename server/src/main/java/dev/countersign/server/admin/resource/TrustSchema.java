package dev.countersign.server.admin.resource;

import dev.countersign.core.jose.json.Parsed;
import dev.countersign.core.jose.json.StrictJson;
import dev.countersign.server.registry.field.JsonValues;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The JSON schema of trust files, for editors. It is derived from the description of the API, so that the two cannot
 * differ; only the secret of an application is expressed differently in a file.
 */
final class TrustSchema {
    private static final String SCHEMAS = "#/components/schemas/";
    private static final String DEFINITIONS = "#/$defs/";
    private static final String ROOT = "OrganizationDocument";
    private static final String APPLICATION = "TrustApplication";

    private TrustSchema() {}

    /** Derives the schema from the description of the API. */
    static Map<String, Object> of(byte[] openApi) {
        Map<String, Object> document = switch (StrictJson.readObject(openApi)) {
            case Parsed.Read(var members) -> members;
            case Parsed.Unreadable(var problem) ->
                throw new IllegalStateException("the description of the API cannot be read: " + problem);
        };
        Map<String, Object> schemas = members(members(document, "components"), "schemas");
        var definitions = new TreeMap<String, Object>();
        Deque<String> waiting = new ArrayDeque<>(List.of(ROOT));
        while (!waiting.isEmpty()) {
            String name = waiting.remove();
            if (!definitions.containsKey(name)) {
                definitions.put(name, moved(members(schemas, name), waiting));
            }
        }
        definitions.put(APPLICATION, application(members(definitions, APPLICATION)));
        var root = new LinkedHashMap<>(members(definitions, ROOT));
        root.remove("required");
        definitions.remove(ROOT);
        var schema = new LinkedHashMap<String, Object>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "What Countersign trusts");
        schema.putAll(root);
        schema.put("$defs", definitions);
        return schema;
    }

    /** In a file an application names a variable instead of a secret. */
    private static Map<String, Object> application(Map<String, Object> described) {
        var properties = new LinkedHashMap<>(members(described, "properties"));
        properties.remove("client_secret");
        var secret = new LinkedHashMap<>(members(properties, "secret"));
        var choices = new LinkedHashMap<>(members(secret, "properties"));
        choices.put(
                "env",
                JsonValues.object(
                        "type", "string", "description", "The environment variable that contains the secret."));
        secret.put("properties", choices);
        secret.put("maxProperties", 1L);
        properties.put("secret", secret);
        var application = new LinkedHashMap<>(described);
        application.put("properties", properties);
        return application;
    }

    /** Rewrites references to the new place of the definitions; the definitions themselves are queued. */
    private static Object moved(Object node, Deque<String> waiting) {
        return switch (node) {
            case Map<?, ?> object -> {
                var moved = new LinkedHashMap<String, Object>();
                object.forEach((name, value) -> moved.put((String) name, moved(value, waiting)));
                yield moved;
            }
            case List<?> list ->
                list.stream().map(element -> moved(element, waiting)).toList();
            case String text
            when text.startsWith(SCHEMAS) -> {
                String name = text.substring(SCHEMAS.length());
                waiting.add(name);
                yield DEFINITIONS + name;
            }
            default -> node;
        };
    }

    private static Map<String, Object> members(Map<String, Object> object, String name) {
        if (!(object.get(name) instanceof Map<?, ?> found)) {
            throw new IllegalStateException("the description of the API has no " + name);
        }
        var members = new LinkedHashMap<String, Object>();
        found.forEach((key, value) -> members.put((String) key, value));
        return members;
    }
}
