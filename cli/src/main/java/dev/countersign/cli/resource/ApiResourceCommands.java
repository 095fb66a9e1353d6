package dev.countersign.cli.resource;

import dev.countersign.cli.command.CliEnvironment;
import dev.countersign.cli.command.CommandBody;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code countersign api-resource …}: manages the APIs that access tokens are issued for. */
public final class ApiResourceCommands {
    private ApiResourceCommands() {}

    public static CommandSpec spec(CliEnvironment cliEnvironment) {
        var commands = new KindCommands(cliEnvironment, new ApiResourceKind());
        var spec = CommandBody.group(
                "api-resource",
                "The API resources: audiences of access tokens, each with its scopes.",
                List.of(
                        commands.list(),
                        commands.show(),
                        commands.add("Registers an API resource. Needed are its name and --audience."),
                        commands.edit(),
                        commands.remove(true)));
        return CommandBody.examples(
                spec,
                List.of(
                        "api-resource list",
                        "api-resource add orders --audience https://orders.example.com --scope orders:read"));
    }
}
