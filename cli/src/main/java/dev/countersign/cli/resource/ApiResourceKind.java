package dev.countersign.cli.resource;

import dev.countersign.cli.command.CliEnvironment;
import dev.countersign.cli.command.CommandSession;
import dev.countersign.cli.command.OptionGroup;
import dev.countersign.cli.command.Options;
import dev.countersign.cli.command.Patch;
import dev.countersign.cli.remote.Collection;
import dev.countersign.cli.remote.RemoteJson;
import dev.countersign.cli.terminal.Cell;
import dev.countersign.cli.terminal.Style;
import dev.countersign.cli.terminal.Table;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.JsonNode;

/** {@code countersign api-resource …}: manages the APIs that access tokens are issued for. */
public final class ApiResourceKind implements Kind {
    private static final Facts FACTS = new Facts(
            "api-resource",
            Collection.API_RESOURCES,
            "The API resources: audiences of access tokens, each with its scopes.",
            "Registers an API resource. Needed are its name and --audience.",
            false,
            true,
            Map.of(
                    "",
                            List.of(
                                    "api-resource list",
                                    "api-resource add orders --audience https://orders.example.com --scope orders:read"),
                    "list", List.of("", "--json"),
                    "show", List.of("orders"),
                    "add",
                            List.of(
                                    "orders --audience https://orders.example.com --scope orders:read --scope orders:write",
                                    "--file api-resource.json"),
                    "edit", List.of("orders --scope orders:read"),
                    "remove", List.of("orders", "orders --force")));

    private ApiResourceKind() {}

    public static CommandSpec spec(CliEnvironment cliEnvironment) {
        return new KindCommands(cliEnvironment, new ApiResourceKind()).group(List.of());
    }

    @Override
    public Facts facts() {
        return FACTS;
    }

    @Override
    public List<OptionGroup> groups() {
        return List.of(new OptionGroup(
                "",
                List.of(
                        Options.text("--audience", "AUDIENCE", "The aud of access tokens that are meant for it."),
                        Options.texts("--scope", "SCOPE", "A scope that it understands; repeatable."))));
    }

    @Override
    public List<String> missing(JsonNode document) {
        return Stream.of(Map.entry("name", "NAME"), Map.entry("audience", "--audience"))
                .filter(member -> !document.has(member.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    @Override
    public void fill(Patch patch, CommandSession session, Existing existing) {
        patch.text("--audience", "audience").words("--scope", "scopes", RemoteJson.array());
    }

    @Override
    public Table table(List<JsonNode> elements) {
        var table = Table.of("NAME", "AUDIENCE", "SCOPES", "ID");
        for (JsonNode resource : elements) {
            table.add(
                    Cell.of(resource.path("name").asString("")),
                    Cell.of(resource.path("audience").asString("")),
                    Cell.of(ApplicationKind.words(resource.path("scopes"))),
                    Cell.of(resource.path("id").asString(""), Style.DIM));
        }
        return table;
    }
}
