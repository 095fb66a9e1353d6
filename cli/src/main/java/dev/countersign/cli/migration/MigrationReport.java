package dev.countersign.cli.migration;

import dev.countersign.cli.remote.RemoteJson;
import dev.countersign.cli.terminal.Screen;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Report of an import: a line for each member of an export, in the order in which they were read. */
final class MigrationReport {
    private final List<Line> lines = new ArrayList<>();

    /**
     * A line of the report.
     *
     * @param record the record of the export, such as {@code client "orders"}
     * @param member its member; empty for the whole record
     */
    record Line(Fate fate, String record, String member, String text) {}

    void add(Fate fate, String record, String member, String text) {
        var line = new Line(fate, record, member, text);
        if (!lines.contains(line)) {
            lines.add(line);
        }
    }

    /** Reports members that this version does not know. */
    void unknown(String record, List<String> members) {
        members.forEach(member -> add(
                Fate.UNDECIDED,
                record,
                member,
                "This version does not know the member. Check whether it restricts anything."));
    }

    List<Line> lines() {
        return List.copyOf(lines);
    }

    boolean needsDecision() {
        return lines.stream().anyMatch(line -> line.fate() == Fate.UNDECIDED);
    }

    /** Prints the lines, grouped by their fate, as notes. */
    void print(Screen screen) {
        for (Fate fate : Fate.values()) {
            List<Line> some = lines.stream().filter(line -> line.fate() == fate).toList();
            if (!some.isEmpty()) {
                screen.note(fate.heading() + ":");
                some.forEach(line -> screen.note("  %s%s: %s"
                        .formatted(line.record(), line.member().isEmpty() ? "" : ", " + line.member(), line.text())));
            }
        }
    }

    ObjectNode json() {
        ObjectNode json = RemoteJson.object();
        for (Fate fate : Fate.values()) {
            var some = json.putArray(fate.value());
            lines.stream()
                    .filter(line -> line.fate() == fate)
                    .forEach(line -> some.addObject()
                            .put("record", line.record())
                            .put("member", line.member())
                            .put("text", line.text()));
        }
        return json.put("needs_decision", needsDecision());
    }
}
