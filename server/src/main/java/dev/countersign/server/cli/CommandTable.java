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

    static Map<String, Supplier<CommandSpec>> all(CliEnvironment cliEnvironment, ServerStarter starter) {
        var commands = new LinkedHashMap<String, Supplier<CommandSpec>>();
        commands.put(
                ServeLine.COMMAND,
                () -> CommandBody.examples(
                        ServeCommand.spec(cliEnvironment, starter),
                        List.of("serve", "serve --home /srv/tokens --port 443")));
        commands.put(
                "demo",
                () -> CommandBody.examples(DemoCommand.spec(cliEnvironment, starter), List.of("demo", "demo --once")));
        commands.put(
                "check-config",
                () -> CommandBody.examples(
                        CheckConfigCommand.spec(cliEnvironment),
                        List.of("check-config", "check-config --home /srv/tokens")));
        commands.put("login", () -> LoginCommand.login(cliEnvironment));
        commands.put("logout", () -> LoginCommand.logout(cliEnvironment));
        commands.put("issuer", () -> IssuerCommands.spec(cliEnvironment));
        commands.put("application", () -> ApplicationCommands.spec(cliEnvironment));
        commands.put("api-resource", () -> ApiResourceCommands.spec(cliEnvironment));
        commands.put("exchange", () -> ExchangeCommand.spec(cliEnvironment));
        commands.put("explain", () -> ExplainCommand.spec(cliEnvironment));
        commands.put("audit", () -> AuditCommand.spec(cliEnvironment));
        commands.put("keys", () -> SigningKeyCommands.spec(cliEnvironment));
        commands.put("tokens", () -> TokenCommands.spec(cliEnvironment));
        commands.put("change-master-key", () -> ChangeMasterKeyCommand.spec(cliEnvironment));
        commands.put(CompletionCommand.NAME, () -> CompletionCommand.spec(cliEnvironment));
        commands.put("plan", () -> TrustCommands.plan(cliEnvironment));
        commands.put("apply", () -> TrustCommands.apply(cliEnvironment));
        commands.put("export", () -> TrustCommands.export(cliEnvironment));
        return commands;
    }
}
