package dev.countersign.cli.operation;

import dev.countersign.base.exit.ExitCode;
import dev.countersign.cli.command.CliEnvironment;
import dev.countersign.cli.command.ClientCommand;
import dev.countersign.cli.command.CommandSession;
import dev.countersign.cli.command.Options;
import dev.countersign.cli.remote.CallFailedException;
import dev.countersign.cli.remote.RemoteJson;
import dev.countersign.cli.terminal.Cell;
import dev.countersign.cli.terminal.Screen;
import dev.countersign.cli.terminal.Style;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.JsonNode;

/** {@code countersign audit}: lists audit events of token requests and administrative changes. */
public final class AuditCommand {
    private static final String FOLLOW = "--follow";
    private static final String LIMIT = "--limit";
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int MOST = 200;

    /** Options by their query parameters. */
    private static final Map<String, String> FILTERS = filters();

    private AuditCommand() {}

    public static CommandSpec spec(CliEnvironment cliEnvironment) {
        ClientCommand command = ClientCommand.named("audit", "Shows what is on record, the newest last.");
        FILTERS.forEach((parameter, option) -> command.with(Options.text(
                option, parameter.equals("q") ? "TEXT" : "VALUE", "Only events of this " + words(parameter) + ".")));
        return command.with(Options.text(LIMIT, "N", "How many events at most, 1 to 200. Default: 50."))
                .with(Options.flag(FOLLOW, "Go on with what comes, until Ctrl-C."))
                .example("audit --outcome refused")
                .example("audit --correlation-id 245d0ae58b3288272592725fb174825c")
                .example("audit --issuer partner --follow")
                .example("audit --actor ann --from 2030-01-31T00:00:00Z")
                .example("audit --from 2030-01-31T12:00:00Z --json")
                .does(cliEnvironment, AuditCommand::run);
    }

    private static Map<String, String> filters() {
        var filters = new LinkedHashMap<String, String>();
        Stream.of(
                        "correlation_id",
                        "kind",
                        "outcome",
                        "code",
                        "issuer",
                        "application",
                        "subject",
                        "actor",
                        "from",
                        "to")
                .forEach(parameter -> filters.put(parameter, "--" + parameter.replace('_', '-')));
        filters.put("q", "-q");
        return filters;
    }

    private static String words(String parameter) {
        return switch (parameter) {
            case "from" -> "time or later";
            case "to" -> "time or earlier";
            case "q" -> "text in any member";
            default -> parameter.replace('_', ' ');
        };
    }

    private static int run(CommandSession session) throws CallFailedException {
        var query = new LinkedHashMap<String, String>();
        FILTERS.forEach((parameter, option) ->
                session.arguments().text(option).ifPresent(value -> query.put(parameter, value)));
        int limit = session.arguments().number(LIMIT, 1, MOST).orElse(50);
        query.put("limit", Integer.toString(limit));
        JsonNode page = session.api().get("/audit-events", query).json();
        List<JsonNode> newestFirst = page.path("items").valueStream().toList();
        newestFirst.reversed().forEach(event -> print(session, event));
        if (session.arguments().isGiven(FOLLOW)) {
            query.put("limit", Integer.toString(MOST));
            follow(session, query, page.path("next_after").asString(""));
        } else if (page.path("next_cursor").isString()) {
            session.screen().note("There are older ones; --limit shows up to %s.".formatted(MOST));
        }
        return ExitCode.OK;
    }

    /** Every response contains the parameters of the next request, so that no event is missed or repeated. */
    private static void follow(CommandSession session, Map<String, String> query, String from)
            throws CallFailedException {
        String after = from;
        while (!session.screen().isClosed()) {
            query.put("after", after);
            JsonNode page = session.api().get("/audit-events", query).json();
            page.path("items").forEach(event -> print(session, event));
            after = page.path("next_after").asString(after);
            if (page.path("items").size() < MOST && !pause()) {
                return;
            }
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE);
            return true;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void print(CommandSession session, JsonNode event) {
        if (session.isJson()) {
            session.screen().print(RemoteJson.line(event));
            return;
        }
        Screen screen = session.screen();
        String outcome = text(event, "outcome");
        screen.line(
                Cell.of(text(event, "at") + "  ", Style.DIM),
                Cell.of("%-9s".formatted(outcome), style(outcome)),
                Cell.of(" " + subjectMatter(event)),
                Cell.of("  " + text(event, "correlation_id"), Style.DIM));
        JsonNode evidence = event.path("evidence");
        for (String member : List.of("expected", "actual", "hint")) {
            Optional.of(evidence.path(member))
                    .filter(JsonNode::isString)
                    .ifPresent(value ->
                            screen.line(Cell.of("    %-10s".formatted(member), Style.DIM), Cell.of(value.asString())));
        }
    }

    private static String subjectMatter(JsonNode event) {
        if (text(event, "kind").equals("admin")) {
            return "%s %s by %s".formatted(text(event, "action"), text(event, "target_name"), text(event, "actor"));
        }
        return Stream.of("code", "count", "issuer", "application", "client_id", "subject")
                .filter(member -> !text(event, member).isEmpty())
                .map(member -> member + "=" + text(event, member))
                .reduce((one, other) -> one + " " + other)
                .orElse("-");
    }

    private static String text(JsonNode event, String member) {
        return event.path(member).asString("");
    }

    private static Style style(String outcome) {
        return switch (outcome) {
            case "accepted" -> Style.GOOD;
            case "refused", "fault" -> Style.BAD;
            default -> Style.PLAIN;
        };
    }
}
