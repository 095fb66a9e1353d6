package dev.countersign.cli.operation;

import dev.countersign.cli.command.CliEnvironment;
import dev.countersign.cli.command.ClientCommand;
import dev.countersign.cli.command.CommandBody;
import dev.countersign.cli.command.CommandSession;
import dev.countersign.cli.command.Options;
import dev.countersign.cli.remote.ApiResponse;
import dev.countersign.cli.remote.RemoteJson;
import dev.countersign.cli.terminal.Cell;
import dev.countersign.cli.terminal.Style;
import dev.countersign.cli.terminal.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.JsonNode;

/** {@code countersign keys …}: manages the signing keys of the server. */
public final class SigningKeyCommands {
    private static final String PATH = "/signing-keys";

    private SigningKeyCommands() {}

    public static CommandSpec spec(CliEnvironment cliEnvironment) {
        CommandSpec list = ClientCommand.named("list", "Lists the server's signing keys.")
                .example("keys list")
                .does(cliEnvironment, session -> print(session, session.api().get(PATH, Map.of())));
        CommandSpec rotate = ClientCommand.named(
                        "rotate",
                        "Replaces the signing keys: the next ones are published now and sign later, a day by default.")
                .with(Options.flag(
                        "--at-once",
                        "Sign with them from now on; who caches the keys may refuse new tokens for minutes."))
                .example("keys rotate")
                .example("keys rotate --at-once")
                .does(cliEnvironment, session -> {
                    Optional<JsonNode> body = session.arguments().isGiven("--at-once")
                            ? Optional.of(RemoteJson.object().put("at_once", true))
                            : Optional.empty();
                    return print(session, session.api().post(PATH + "/rotate", Map.of(), body));
                });
        var spec = CommandBody.group(
                "keys", "The keys that the server signs its access tokens with.", List.of(list, rotate));
        return CommandBody.examples(spec, List.of("keys list", "keys rotate"));
    }

    private static int print(CommandSession session, ApiResponse answer) {
        JsonNode keys = answer.json();
        return session.print(keys, screen -> screen.table(table(keys), "There are no signing keys."));
    }

    private static Table table(JsonNode keys) {
        var table = Table.of("KID", "ALGORITHM", "STATE", "SIGNS FROM", "SIGNS UNTIL");
        for (JsonNode key : keys.path("items")) {
            String state = key.path("state").asString("");
            table.add(
                    Cell.of(key.path("kid").asString("")),
                    Cell.of(key.path("alg").asString("")),
                    Cell.of(state, state.equals("active") ? Style.GOOD : Style.PLAIN),
                    Cell.of(key.path("signs_from").asString("-")),
                    Cell.of(key.path("signs_until").asString("-")));
        }
        return table;
    }
}
