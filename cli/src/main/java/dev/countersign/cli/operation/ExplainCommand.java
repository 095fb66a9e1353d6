package dev.countersign.cli.operation;

import dev.countersign.base.exit.ExitCode;
import dev.countersign.cli.command.Arguments;
import dev.countersign.cli.command.CliEnvironment;
import dev.countersign.cli.command.ClientCommand;
import dev.countersign.cli.command.CommandSession;
import dev.countersign.cli.command.Details;
import dev.countersign.cli.command.Options;
import dev.countersign.cli.remote.CallFailedException;
import dev.countersign.cli.remote.RemoteJson;
import dev.countersign.cli.terminal.Cell;
import dev.countersign.cli.terminal.Screen;
import dev.countersign.cli.terminal.Style;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code countersign explain}: predicts the exchange of an assertion, check by check. */
public final class ExplainCommand {
    private static final String APPLICATION = "--application";
    private static final String SCOPE = "--scope";
    private static final String RESOURCE = "--resource";
    private static final String ALL = "--all";

    private ExplainCommand() {}

    public static CommandSpec spec(CliEnvironment cliEnvironment) {
        return ClientCommand.named(
                        "explain",
                        "Shows what an exchange would do with an assertion, and why. Nothing is redeemed or issued.")
                .with(Assertions.options())
                .with(ExchangeOptions.options())
                .with(Options.text(APPLICATION, "CLIENT_ID", "The client id of the application that would send it."))
                .with(Options.text(SCOPE, "SCOPES", "The scope parameter it would send."))
                .with(Options.texts(RESOURCE, "URI", "A resource parameter it would send; repeatable."))
                .with(Options.flag(ALL, "Show what was expected and met of checks that passed, too."))
                .example("explain --assertion-file assertion.jwt")
                .example("explain --subject-token alice.jwt --actor-token robot.jwt --application orders-app")
                .example("explain --assertion-file - --application orders-app --scope orders:read")
                .does(cliEnvironment, ExplainCommand::run);
    }

    private static int run(CommandSession session) throws CallFailedException {
        Arguments arguments = session.arguments();
        ObjectNode question = presented(session);
        arguments.text(APPLICATION).ifPresent(id -> question.put("client_id", id));
        arguments.text(SCOPE).ifPresent(scope -> question.put("scope", scope));
        arguments.texts(RESOURCE).ifPresent(uris -> {
            var resources = question.putArray("resource");
            uris.forEach(resources::add);
        });
        JsonNode answer =
                session.api().post("/explain", Map.of(), Optional.of(question)).json();
        session.print(answer, screen -> print(screen, answer, arguments.isGiven(ALL)));
        return answer.path("outcome").asString("").equals("accepted") ? ExitCode.OK : ExitCode.REFUSED;
    }

    private static ObjectNode presented(CommandSession session) throws CallFailedException {
        if (!ExchangeOptions.isGiven(session.arguments())) {
            return RemoteJson.object().put("assertion", Assertions.read(session));
        }
        ObjectNode question = RemoteJson.object();
        for (Map.Entry<String, String> parameter : ExchangeOptions.parameters(session)) {
            if (parameter.getKey().equals("audience")) {
                question.withArray("audience").add(parameter.getValue());
            } else {
                question.put(parameter.getKey(), parameter.getValue());
            }
        }
        return question;
    }

    private static void print(Screen screen, JsonNode answer, boolean all) {
        answer.path("checks").forEach(check -> printCheck(screen, check, all));
        screen.line("");
        if (answer.path("outcome").asString("").equals("accepted")) {
            screen.line(Cell.of("An exchange would accept the assertion and grant:", Style.GOOD));
            Details.print(screen, answer.path("grant"));
            if (assumesCertificate(answer)) {
                screen.line("The certificate that the connection must show is not checked by an explanation.");
            }
        } else {
            screen.line(
                    Cell.of("An exchange would refuse the assertion: ", Style.BAD),
                    Cell.of(answer.path("code").asString("?"), Style.BOLD));
        }
    }

    private static boolean assumesCertificate(JsonNode answer) {
        for (JsonNode check : answer.path("checks")) {
            if (check.path("status").asString("").equals("skipped")
                    && check.path("code").asString("").startsWith("client.certificate_")) {
                return true;
            }
        }
        return false;
    }

    private static void printCheck(Screen screen, JsonNode check, boolean all) {
        String title = " " + check.path("title").asString("");
        switch (check.path("status").asString("")) {
            case "passed" -> {
                screen.line(Cell.of(screen.passed(), Style.GOOD), Cell.of(title));
                if (all) {
                    evidence(screen, check, List.of("expected", "actual"));
                }
            }
            case "failed" -> {
                screen.line(
                        Cell.of(screen.failed(), Style.BAD),
                        Cell.of(title, Style.BOLD),
                        Cell.of(" (" + check.path("code").asString("") + ")", Style.DIM));
                evidence(screen, check, List.of("expected", "actual", "hint"));
            }
            default -> {
                screen.line(Cell.of(screen.skipped(), Style.DIM), Cell.of(title, Style.DIM));
                if (all) {
                    evidence(screen, check, List.of("hint"));
                }
            }
        }
    }

    private static void evidence(Screen screen, JsonNode check, List<String> members) {
        for (String member : members) {
            if (check.path(member).isString()) {
                screen.line(
                        Cell.of("    %-10s".formatted(member), Style.DIM),
                        Cell.of(check.path(member).asString()));
            }
        }
    }
}
