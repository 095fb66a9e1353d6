package dev.countersign.cli.command;

import dev.countersign.cli.remote.CallFailedException;
import dev.countersign.cli.remote.RemoteJson;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A document filled in by options: a new one, or a merge patch (RFC 7396). In both, an empty text means null, and an
 * absent option means an absent member.
 */
public record Patch(Arguments arguments, ObjectNode document) {
    private static final int MOST = 1_000_000;

    /**
     * The object that contains the last name of a path such as {@code access_token.signing_alg}, created if necessary.
     */
    private ObjectNode holder(String path) {
        ObjectNode holder = document;
        String[] names = path.split("\\.", -1);
        for (String name : Arrays.copyOf(names, names.length - 1)) {
            holder = holder.get(name) instanceof ObjectNode there ? there : holder.putObject(name);
        }
        return holder;
    }

    public void put(String path, JsonNode value) {
        holder(path).set(path.substring(path.lastIndexOf('.') + 1), value);
    }

    /** Sets a text. */
    public Patch text(String option, String path) {
        arguments.text(option).ifPresent(text -> put(path, text.isEmpty() ? nothing() : textNode(text)));
        return this;
    }

    /** Sets a boolean. */
    Patch toggle(String option, String path) {
        arguments.toggle(option).ifPresent(value -> holder(path).put(path.substring(path.lastIndexOf('.') + 1), value));
        return this;
    }

    /** Sets a duration in seconds. */
    public Patch seconds(String option, String path) throws CallFailedException {
        Optional<Long> seconds = arguments.seconds(option);
        seconds.ifPresent(value -> holder(path).put(path.substring(path.lastIndexOf('.') + 1), value));
        return this;
    }

    /** Sets a list of words, of which an option may contain several, separated by commas or spaces. */
    public Patch words(String option, String path, JsonNode whenEmpty) {
        return list(
                option,
                path,
                whenEmpty,
                values -> values.stream()
                        .flatMap(value -> Arrays.stream(value.split("[,\\s]+", -1)))
                        .filter(word -> !word.isEmpty())
                        .toList());
    }

    /** Sets a whole number. */
    Patch number(String option, String path) throws CallFailedException {
        Optional<Integer> number = arguments.number(option, 1, MOST);
        number.ifPresent(value -> put(path, RemoteJson.object().numberNode(value)));
        return this;
    }

    /** Sets a list of texts, one per option. */
    Patch texts(String option, String path) {
        return list(
                option,
                path,
                list(),
                values -> values.stream().filter(value -> !value.isEmpty()).toList());
    }

    private Patch list(String option, String path, JsonNode whenEmpty, Function<List<String>, List<String>> elements) {
        arguments.texts(option).map(elements).ifPresent(values -> {
            if (values.isEmpty()) {
                put(path, whenEmpty);
            } else {
                ArrayNode list = RemoteJson.array();
                values.forEach(list::add);
                put(path, list);
            }
        });
        return this;
    }

    static ArrayNode list() {
        return RemoteJson.array();
    }

    public static JsonNode nothing() {
        return RemoteJson.object().nullNode();
    }

    public static JsonNode textNode(String text) {
        return RemoteJson.object().stringNode(text);
    }
}
