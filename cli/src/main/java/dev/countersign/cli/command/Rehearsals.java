package dev.countersign.cli.command;

import dev.countersign.cli.remote.CallFailedException;
import dev.countersign.cli.remote.Collection;
import dev.countersign.cli.terminal.Cell;
import dev.countersign.cli.terminal.Screen;
import dev.countersign.cli.terminal.Style;
import dev.countersign.cli.terminal.Table;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Requests of the last days judged by a changed issuer: the call, and its display. */
public final class Rehearsals {
    private static final String DAYS = "--days";
    private static final int MOST_DAYS = 30;

    private Rehearsals() {}

    public static OptionSpec days() {
        return Options.text(DAYS, "N", "Judge the requests of the last N days, 1 to 30. Default: 7.");
    }

    /** The parameters of the call; wrong ones are reported before a server is contacted. */
    public static Map<String, String> query(Arguments arguments) throws CallFailedException {
        return arguments
                .number(DAYS, 1, MOST_DAYS)
                .map(days -> Map.of("days", days.toString()))
                .orElse(Map.of());
    }

    /**
     * Judges the requests of an issuer.
     *
     * @param patch the change, which is not saved
     */
    public static JsonNode of(CommandSession session, String issuerId, ObjectNode patch) throws CallFailedException {
        return session.api()
                .post(Collection.ISSUERS.item(issuerId) + "/rehearse", query(session.arguments()), Optional.of(patch))
                .json();
    }

    /** Whether a request would have another result. */
    public static boolean isDifferent(JsonNode rehearsal) {
        return rehearsal.path("would_refuse").asLong(0)
                        + rehearsal.path("would_accept").asLong(0)
                > 0;
    }

    /** Prints the counts, the reasons of what is unknown, and the examples. */
    public static void print(Screen screen, JsonNode rehearsal) {
        screen.line(
                Cell.of("Since %s: %s judged, "
                        .formatted(rehearsal.path("since").asString("?"), count(rehearsal, "judged"))),
                Cell.of(
                        count(rehearsal, "would_refuse") + " would be refused",
                        style(rehearsal, "would_refuse", Style.BAD)),
                Cell.of(", "),
                Cell.of(
                        count(rehearsal, "would_accept") + " would be accepted",
                        style(rehearsal, "would_accept", Style.GOOD)),
                Cell.of(", %s unknown.".formatted(count(rehearsal, "unknown"))));
        for (JsonNode reason : rehearsal.path("unknown_reasons")) {
            screen.line("    %s unknown: %s"
                    .formatted(count(reason, "count"), reason.path("reason").asString("")));
        }
        if (!rehearsal.path("examples").isEmpty()) {
            screen.table(examples(rehearsal), "");
        }
    }

    private static String count(JsonNode object, String member) {
        return Long.toString(object.path(member).asLong(0));
    }

    private static Style style(JsonNode rehearsal, String member, Style ofSome) {
        return rehearsal.path(member).asLong(0) > 0 ? ofSome : Style.PLAIN;
    }

    private static Table examples(JsonNode rehearsal) {
        var table = Table.of("WAS", "WOULD BE", "EXPECTED", "ACTUAL", "CORRELATION ID");
        for (JsonNode example : rehearsal.path("examples")) {
            table.add(
                    Cell.of(example.path("was").asString("")),
                    Cell.of(example.path("would_be").asString("")),
                    Cell.of(example.path("expected").asString("")),
                    Cell.of(example.path("actual").asString("")),
                    Cell.of(example.path("correlation_id").asString(""), Style.DIM));
        }
        return table;
    }
}
