package dev.countersign.server.registry.field;

import dev.countersign.core.oauth.PlainText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The members of a stored document. A member that is absent or null has the default given by the caller; a member of
 * the wrong type is a fault, because guessing could relax a rule.
 */
public record StoredMembers(JsonNode object) {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    public StoredMembers {
        if (!object.isObject()) {
            throw new IllegalArgumentException("not a JSON object");
        }
    }

    /**
     * Reads a stored document.
     *
     * @param newest the newest form that the caller supports
     * @throws IllegalArgumentException when this is not a document, or one of a newer form
     */
    static StoredMembers of(String json, int newest) {
        StoredMembers document;
        try {
            document = new StoredMembers(MAPPER.readTree(json));
        } catch (JacksonException fault) {
            throw new IllegalArgumentException("not JSON", fault);
        }
        int form = document.object().path("form").asInt(0);
        if (form < 1 || form > newest) {
            throw new IllegalArgumentException("form " + form + " of a document is not known to this version");
        }
        return document;
    }

    /** The text of a document of these members, in this order. */
    static String text(Map<String, Object> members) {
        return MAPPER.writeValueAsString(members);
    }

    /**
     * The text of this name.
     *
     * @throws IllegalArgumentException when it is absent or no text
     */
    public String text(String name) {
        return optionalText(name).orElseThrow(() -> missing(name));
    }

    public Optional<String> optionalText(String name) {
        return find(name).map(node -> {
            require(node.isString(), name);
            return storable(node.stringValue());
        });
    }

    /** A text accepted by an older version that no store can hold now remains readable and equals no identifier. */
    private static String storable(String text) {
        return PlainText.isStorable(text) ? text : PlainText.visible(text);
    }

    public Optional<Boolean> flag(String name) {
        return find(name).map(node -> {
            require(node.isBoolean(), name);
            return node.booleanValue();
        });
    }

    /**
     * The object of this name.
     *
     * @throws IllegalArgumentException when it is absent or no object
     */
    public StoredMembers members(String name) {
        return optionalMembers(name).orElseThrow(() -> missing(name));
    }

    public Optional<StoredMembers> optionalMembers(String name) {
        return find(name).map(StoredMembers::new);
    }

    public Optional<List<String>> texts(String name) {
        return elements(name)
                .map(nodes -> nodes.stream()
                        .map(node -> {
                            require(node.isString(), name);
                            return storable(node.stringValue());
                        })
                        .toList());
    }

    public Optional<List<JsonNode>> elements(String name) {
        return find(name).map(node -> {
            require(node.isArray(), name);
            return node.valueStream().toList();
        });
    }

    private Optional<JsonNode> find(String name) {
        return Optional.ofNullable(object.get(name)).filter(node -> !node.isNull());
    }

    private static void require(boolean right, String name) {
        if (!right) {
            throw new IllegalArgumentException("the member " + name + " has another type");
        }
    }

    private static IllegalArgumentException missing(String name) {
        return new IllegalArgumentException("the member " + name + " is missing");
    }

    /** The constant, or an exception that names the context of the unknown value. */
    public static <T> T known(Optional<T> value, Supplier<String> what) {
        return value.orElseThrow(() -> new IllegalArgumentException("unknown " + what.get()));
    }
}
