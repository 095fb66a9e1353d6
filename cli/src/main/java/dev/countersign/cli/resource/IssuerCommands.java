package dev.countersign.cli.resource;

import dev.countersign.cli.command.CliEnvironment;
import dev.countersign.cli.command.ClientCommand;
import dev.countersign.cli.command.CommandSession;
import dev.countersign.cli.command.Details;
import dev.countersign.cli.command.Options;
import dev.countersign.cli.remote.ApiResponse;
import dev.countersign.cli.remote.CallFailedException;
import dev.countersign.cli.remote.Collection;
import dev.countersign.cli.remote.RemoteJson;
import dev.countersign.cli.terminal.Cell;
import dev.countersign.cli.terminal.Screen;
import dev.countersign.cli.terminal.Style;
import dev.countersign.cli.terminal.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code countersign issuer …}: manages the third parties whose assertions are trusted. */
public final class IssuerCommands {
    private IssuerCommands() {}

    public static CommandSpec spec(CliEnvironment cliEnvironment) {
        var kind = new IssuerKind();
        return new KindCommands(cliEnvironment, kind)
                .group(List.of(
                        RehearseCommand.spec(cliEnvironment, kind),
                        keys(cliEnvironment),
                        discover(cliEnvironment),
                        presets(cliEnvironment)));
    }

    private static CommandSpec keys(CliEnvironment cliEnvironment) {
        return ClientCommand.named("keys", "Shows the keys of an issuer that are in use now.")
                .with(Options.parameter(0, "NAME", "Its name or id."))
                .with(Options.flag("--refresh", "Fetch them now; from then on the new set counts."))
                .example("issuer keys partner")
                .example("issuer keys partner --refresh")
                .does(cliEnvironment, IssuerCommands::keys);
    }

    private static CommandSpec discover(CliEnvironment cliEnvironment) {
        return ClientCommand.named(
                        "discover", "Reads what an issuer publishes about itself and shows how it could be registered.")
                .with(Options.parameter(0, "URL", "Its iss, below which its metadata is."))
                .with(Options.texts(
                        IssuerKeySources.TRUSTED,
                        "FILE",
                        "A certificate authority that is trusted for its metadata and its keys only; repeatable."))
                .example("issuer discover https://login.example.com")
                .example("issuer discover https://login.example.com --json | countersign issuer add partner --file -")
                .does(cliEnvironment, session -> {
                    ObjectNode input = RemoteJson.object()
                            .put("issuer", session.arguments().required(0));
                    IssuerKeySources.authorities(session.arguments(), session.inputs(), input);
                    JsonNode proposal = session.api()
                            .post(Collection.ISSUERS.path() + "/discover", Map.of(), Optional.of(input))
                            .json();
                    session.warn(proposal);
                    return session.print(proposal, screen -> Details.print(screen, proposal));
                });
    }

    private static CommandSpec presets(CliEnvironment cliEnvironment) {
        return ClientCommand.named("presets", "Lists the common issuers that --preset fills in.")
                .example("issuer presets")
                .does(cliEnvironment, session -> {
                    JsonNode presets = session.api().get("/presets", Map.of()).json();
                    return session.print(presets, screen -> screen.table(table(presets), "There are no presets."));
                });
    }

    private static Table table(JsonNode presets) {
        var table = Table.of("NAME", "FOR", "PARAMETERS");
        for (JsonNode preset : presets.path("items")) {
            table.add(
                    Cell.of(preset.path("name").asString("")),
                    Cell.of(preset.path("title").asString("")),
                    Cell.of(preset.path("parameters")
                            .valueStream()
                            .map(parameter -> parameter.path("name").asString(""))
                            .collect(Collectors.joining(" "))));
        }
        return table;
    }

    private static int keys(CommandSession session) throws CallFailedException {
        ApiResponse issuer =
                Collection.ISSUERS.find(session.api(), session.arguments().required(0));
        String path = Collection.ISSUERS.item(issuer.text("id")) + "/keys";
        JsonNode keys = session.arguments().isGiven("--refresh")
                ? session.api()
                        .post(path + "/refresh", Map.of(), Optional.empty())
                        .json()
                : session.api().get(path, Map.of()).json();
        return session.print(keys, screen -> print(screen, keys));
    }

    private static void print(Screen screen, JsonNode keys) {
        var table = Table.of("KID", "ALGORITHMS", "STATE", "LAST USED", "KEY");
        for (JsonNode key : keys.path("keys")) {
            String state = key.path("state").asString("");
            table.add(
                    Cell.of(key.path("kid").asString("-")),
                    Cell.of(key.path("algorithms")
                            .valueStream()
                            .map(algorithm -> algorithm.asString(""))
                            .collect(Collectors.joining(" "))),
                    Cell.of(state, state.equals("active") || state.equals("usable") ? Style.GOOD : Style.DOUBTFUL),
                    Cell.of(key.path("last_used_at").asString("never")),
                    Cell.of(particulars(key)));
        }
        screen.table(table, "There are no keys.");
        screen.note("state %s, last fetched %s"
                .formatted(
                        keys.path("state").asString("?"),
                        keys.path("last_fetch_at").asString("never")));
        if (keys.path("last_error").isString()) {
            screen.note("last error %s: %s"
                    .formatted(
                            keys.path("last_error_at").asString("?"),
                            keys.path("last_error").asString("")));
        }
    }

    private static String particulars(JsonNode key) {
        if (key.path("reason").isString()) {
            return key.path("reason").asString("");
        }
        JsonNode certificate = key.path("certificate");
        String description = key.path("description").asString("");
        return certificate.isObject()
                ? "%s, %s, until %s"
                        .formatted(
                                description,
                                certificate.path("subject").asString(""),
                                certificate.path("not_after").asString(""))
                : description;
    }
}
