package dev.countersign.cli.trust;

import dev.countersign.cli.command.CommandSession;
import dev.countersign.cli.command.UserConfirmation;
import dev.countersign.cli.remote.RemoteJson;
import dev.countersign.cli.terminal.Cell;
import dev.countersign.cli.terminal.Style;
import tools.jackson.databind.JsonNode;

/** Display of a plan: a sign for each resource, and below it the changes of its values. */
final class PlanOutput {
    private PlanOutput() {}

    static void print(CommandSession session, JsonNode plan) {
        if (session.isJson()) {
            if (!UserConfirmation.isGiven(session)) {
                session.json(plan);
            }
            return;
        }
        int[] counts = new int[3];
        for (JsonNode change : plan.path("changes")) {
            String action = change.path("action").asString("");
            count(counts, action);
            step(session, action, change);
        }
        for (JsonNode warning : plan.path("warnings")) {
            session.screen()
                    .note("Warning: %s: %s"
                            .formatted(
                                    warning.path("pointer").asString(""),
                                    warning.path("detail").asString("")));
        }
        session.screen()
                .line(
                        plan.path("changes").isEmpty()
                                ? "No difference."
                                : "%s to create, %s to change, %s to delete."
                                        .formatted(counts[0], counts[1], counts[2]));
    }

    private static void count(int[] counts, String action) {
        switch (action) {
            case "create" -> counts[0]++;
            case "change" -> counts[1]++;
            case "delete" -> counts[2]++;
            default -> {}
        }
    }

    private static void step(CommandSession session, String action, JsonNode change) {
        String what = "%s \"%s\""
                .formatted(
                        change.path("kind").asString("").replace('_', ' '),
                        change.path("name").asString(""));
        switch (action) {
            case "create" -> session.screen().line(Cell.of("+ " + what, Style.GOOD));
            case "change" -> session.screen().line(Cell.of("~ " + what, Style.DOUBTFUL));
            case "delete" -> session.screen().line(Cell.of("- " + what, Style.BAD));
            default -> session.screen().line(Cell.of("= " + what + " (as it is; owned by these files from now on)"));
        }
        for (JsonNode field : change.path("fields")) {
            String name = field.path("pointer").asString("").substring(1).replace('/', '.');
            String after = RemoteJson.line(field.path("after")).strip();
            session.screen()
                    .line(
                            action.equals("create")
                                    ? "    %s: %s".formatted(name, after)
                                    : "    %s: %s → %s"
                                            .formatted(
                                                    name,
                                                    RemoteJson.line(field.path("before"))
                                                            .strip(),
                                                    after));
        }
        PlanRehearsal.print(session, change);
    }
}
