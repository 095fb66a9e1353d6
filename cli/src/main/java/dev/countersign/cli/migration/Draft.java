package dev.countersign.cli.migration;

import dev.countersign.cli.remote.RemoteJson;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Draft of a resource for the trust file, with the lines about it in the report. */
abstract class Draft {
    private static final int LONGEST_SHOWN = 200;

    private final String record;
    private final MigrationReport report;
    private final ObjectNode members = RemoteJson.object();
    private boolean dropped;

    Draft(String record, MigrationReport report) {
        this.record = record;
        this.report = report;
    }

    final ObjectNode members() {
        return members;
    }

    /** Whether the resource is not written at all. */
    final boolean isDropped() {
        return dropped;
    }

    /** Sets a field, such as {@code keys.jwks_url}, without a line in the report. */
    final void set(String field, Object value) {
        ObjectNode holder = members;
        String[] names = field.split("\\.", -1);
        for (int i = 0; i < names.length - 1; i++) {
            holder = holder.withObjectProperty(names[i]);
        }
        holder.set(names[names.length - 1], node(value));
    }

    /** Sets a field to what a member of the export says. */
    final void carry(String member, String field, Object value) {
        set(field, value);
        String shown = RemoteJson.line(node(value)).strip();
        report.add(
                Fate.CARRIED,
                record,
                member,
                "%s: %s"
                        .formatted(
                                field,
                                shown.length() > LONGEST_SHOWN ? shown.substring(0, LONGEST_SHOWN) + "…" : shown));
    }

    final void differs(String member, String sentence) {
        report.add(Fate.DIFFERS, record, member, sentence);
    }

    final void leftOut(String member, String sentence) {
        report.add(Fate.LEFT_OUT, record, member, sentence);
    }

    final void undecided(String member, String sentence) {
        report.add(Fate.UNDECIDED, record, member, sentence);
    }

    /** Leaves the whole resource out, because without this member it would mean something else. */
    final void drop(String member, String sentence) {
        dropped = true;
        undecided(member, sentence + " It is not in the trust file.");
    }

    /** Reports the members of the record that this version does not know. */
    final void unknown(ForeignRecord from) {
        report.unknown(record, from.unread());
    }

    private static JsonNode node(Object value) {
        return switch (value) {
            case JsonNode json -> json;
            case Boolean flag -> JsonNodeFactory.instance.booleanNode(flag);
            case Long number -> JsonNodeFactory.instance.numberNode(number);
            case List<?> list -> {
                ArrayNode array = RemoteJson.array();
                list.forEach(element -> array.add(String.valueOf(element)));
                yield array;
            }
            default -> JsonNodeFactory.instance.stringNode(value.toString());
        };
    }
}
