package dev.countersign.server.cli;

import dev.countersign.server.run.ServerStarter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;

/** The commands by their names, in the order of the help; each is described when it is asked for. */
final class CommandTable {
    private CommandTable() {}

    static Map<String, Supplier<CommandSpec>> all(CliEnvironment surroundings, ServerStarter starter) {
        var commands = new LinkedHashMap<String, Supplier<CommandSpec>>();
        commands.put(
                ServeLine.COMMAND,
                () -> CommandBody.examples(
                        ServeCommand.spec(surroundings, starter),
                        List.of("serve", "serve --home /srv/tokens --port 443")));
        commands.put(
                "demo",
                () -> CommandBody.examples(DemoCommand.spec(surroundings, starter), List.of("demo", "demo --once")));
        commands.put(
                "check-config",
                () -> CommandBody.examples(
                        CheckConfigCommand.spec(surroundings),
                        List.of("check-config", "check-config --home /srv/tokens")));
        commands.put("login", () -> LoginCommand.login(surroundings));
        commands.put("logout", () -> LoginCommand.logout(surroundings));
        commands.put("issuer", () -> IssuerCommands.spec(surroundings));
        commands.put("application", () -> ApplicationCommands.spec(surroundings));
        commands.put("api-resource", () -> ApiResourceCommands.spec(surroundings));
        commands.put("exchange", () -> ExchangeCommand.spec(surroundings));
        commands.put("explain", () -> ExplainCommand.spec(surroundings));
        commands.put("audit", () -> AuditCommand.spec(surroundings));
        commands.put("keys", () -> SigningKeyCommands.spec(surroundings));
        commands.put("tokens", () -> TokenCommands.spec(surroundings));
        commands.put("change-master-key", () -> ChangeMasterKeyCommand.spec(surroundings));
        commands.put(CompletionCommand.NAME, () -> CompletionCommand.spec(surroundings));
        commands.put("plan", () -> TrustCommands.plan(surroundings));
        commands.put("apply", () -> TrustCommands.apply(surroundings));
        commands.put("export", () -> TrustCommands.export(surroundings));
        return commands;
    }
}
