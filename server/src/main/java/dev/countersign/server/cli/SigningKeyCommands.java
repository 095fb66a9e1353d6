package dev.countersign.server.cli;

import dev.countersign.server.remote.CallFailedException;
import dev.countersign.server.run.ExitCode;
import dev.countersign.server.terminal.Cell;
import dev.countersign.server.terminal.Style;
import dev.countersign.server.terminal.Table;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.JsonNode;

/** {@code countersign keys …}: what the server signs its own access tokens with. */
final class SigningKeyCommands {
    private static final String PATH = "/signing-keys";

    private SigningKeyCommands() {}

    static CommandSpec spec(Surroundings surroundings) {
        CommandSpec list = ClientCommand.named("list", "Lists the server's signing keys.")
                .example("keys list")
                .does(surroundings, session -> {
                    print(session, session.api().get(PATH, Map.of()).json());
                    return ExitCode.OK;
                });
        var spec = CommandBody.group("keys", "The keys that the server signs its access tokens with.", List.of(list));
        return CommandBody.examples(spec, List.of("keys list"));
    }

    private static void print(Session session, JsonNode keys) throws CallFailedException {
        if (session.isJson()) {
            session.json(keys);
            return;
        }
        var table = Table.of("KID", "ALGORITHM", "STATE");
        for (JsonNode key : keys.path("items")) {
            String state = key.path("state").asString("");
            table.add(
                    Cell.of(key.path("kid").asString("")),
                    Cell.of(key.path("alg").asString("")),
                    Cell.of(state, state.equals("active") ? Style.GOOD : Style.PLAIN));
        }
        session.screen().table(table, "There are no signing keys.");
    }
}
