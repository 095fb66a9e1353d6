package dev.countersign.cli.migration;

import dev.countersign.cli.remote.CallFailedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One record of an export. It keeps account of the members that were read, so that those that this version does not
 * know are reported. Names of members are compared without the case of their letters, because it depends on the format.
 */
final class ForeignRecord {
    private final String label;
    private final String path;
    private final ObjectNode members;
    private final Set<String> read = new LinkedHashSet<>();
    private final List<ForeignRecord> parts = new ArrayList<>();

    private ForeignRecord(String label, String path, ObjectNode members) {
        this.label = label;
        this.path = path;
        this.members = members;
    }

    /**
     * A record.
     *
     * @param label its name in messages, such as {@code client "orders"}
     */
    static ForeignRecord of(String label, ObjectNode members) {
        return new ForeignRecord(label, "", members);
    }

    String label() {
        return label;
    }

    /** The name of a member in messages. */
    String member(String name) {
        return path + name;
    }

    /** The text of the first member of these names that is not blank; a number or a truth value counts as text. */
    Optional<String> text(String... names) throws CallFailedException {
        Optional<String> text = Optional.empty();
        for (String name : names) {
            JsonNode value = take(name);
            if (value.isContainer() && !isBlank(value)) {
                throw malformed(name, "must be text");
            }
            text = text.or(
                    () -> Optional.of(value.asString("").strip()).filter(it -> value.isValueNode() && !it.isEmpty()));
        }
        return text;
    }

    boolean flag(boolean otherwise, String... names) throws CallFailedException {
        Optional<String> text = text(names);
        if (text.isEmpty()) {
            return otherwise;
        }
        return switch (text.get().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw malformed(names[0], "must be true or false");
        };
    }

    Optional<Long> number(String... names) throws CallFailedException {
        Optional<String> text = text(names);
        if (text.isPresent() && !text.get().matches("-?[0-9]{1,18}")) {
            throw malformed(names[0], "must be a whole number");
        }
        return text.map(Long::valueOf);
    }

    /** The elements of a list of texts; a single text is a list of one. */
    List<String> texts(String... names) throws CallFailedException {
        var texts = new ArrayList<String>();
        for (String name : names) {
            for (JsonNode element : elements(name)) {
                if (element.isContainer()) {
                    throw malformed(name, "must be a list of texts");
                }
                if (!element.asString("").isBlank()) {
                    texts.add(element.asString("").strip());
                }
            }
        }
        return texts;
    }

    /** Words that are separated by white space, or in a list. */
    List<String> words(String... names) throws CallFailedException {
        return texts(names).stream()
                .flatMap(text -> Arrays.stream(text.split("\\s+", -1)))
                .toList();
    }

    /** Whether a member is a record, which depends on the format for some. */
    boolean isRecord(String name) {
        return take(name).isObject();
    }

    /** The record in a member. */
    Optional<ForeignRecord> part(String name) throws CallFailedException {
        JsonNode value = take(name);
        if (value instanceof ObjectNode object) {
            var part = new ForeignRecord(label, member(name) + ".", object);
            parts.add(part);
            return Optional.of(part);
        }
        if (!isBlank(value)) {
            throw malformed(name, "must be a record");
        }
        return Optional.empty();
    }

    /** The records in a list; a single record is a list of one. */
    List<ForeignRecord> list(String name) throws CallFailedException {
        var records = new ArrayList<ForeignRecord>();
        int i = 0;
        for (JsonNode element : elements(name)) {
            if (element instanceof ObjectNode object) {
                var part = new ForeignRecord(label, "%s[%s].".formatted(member(name), i++), object);
                records.add(part);
                parts.add(part);
            } else if (!isBlank(element)) {
                throw malformed(name, "must be a list of records");
            }
        }
        return records;
    }

    /** Whether a member has a value that is not blank. */
    boolean has(String name) {
        return !isBlank(take(name));
    }

    /** Marks members that have no meaning for the grant. */
    ForeignRecord ignoring(String... names) {
        for (String name : names) {
            take(name);
        }
        return this;
    }

    /** Marks all members, those that this version does not know too, as without meaning for the grant. */
    void ignoringAll() {
        read.addAll(members.propertyNames());
    }

    /** The members that are not blank and were not read, of this record and of its parts. */
    List<String> unread() {
        var unread = new ArrayList<String>();
        members.properties().forEach(member -> {
            if (!read.contains(member.getKey()) && !isBlank(member.getValue())) {
                unread.add(member(member.getKey()));
            }
        });
        parts.forEach(part -> unread.addAll(part.unread()));
        return unread;
    }

    CallFailedException malformed(String name, String rule) {
        return CallFailedException.data("%s: %s %s.".formatted(label, member(name), rule));
    }

    private JsonNode take(String name) {
        JsonNode found = members.path(name);
        for (var member : members.properties()) {
            if (member.getKey().equalsIgnoreCase(name)) {
                read.add(member.getKey());
                found = found.isMissingNode() ? member.getValue() : found;
            }
        }
        return found;
    }

    /** The elements of a list, also of one that XML wraps in an element of its own. */
    private List<JsonNode> elements(String name) {
        JsonNode value = take(name);
        if (value instanceof ObjectNode wrapper && wrapper.size() == 1) {
            String inner = wrapper.propertyNames().iterator().next();
            value = isSingularOf(inner, name) ? wrapper.path(inner) : value;
        }
        return value.isArray() ? value.valueStream().toList() : isBlank(value) ? List.of() : List.of(value);
    }

    private static boolean isSingularOf(String inner, String name) {
        String one = inner.toLowerCase(Locale.ROOT);
        String many = name.toLowerCase(Locale.ROOT);
        return many.equals(one + "s") || (one.endsWith("y") && many.equals(one.substring(0, one.length() - 1) + "ies"));
    }

    /** Whether a value says nothing: null, empty, false, zero, or a container of nothing else. */
    private static boolean isBlank(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT, ARRAY -> value.valueStream().allMatch(ForeignRecord::isBlank);
            case STRING -> value.asString("").isBlank() || value.asString("").equalsIgnoreCase("false");
            case BOOLEAN -> !value.booleanValue();
            case NUMBER -> value.asString("").equals("0");
            default -> true;
        };
    }
}
