package dev.countersign.cli;

import dev.countersign.cli.command.CliEnvironment;
import dev.countersign.cli.command.LocalServer;
import dev.countersign.cli.migration.ImportCommand;
import dev.countersign.cli.operation.AuditCommand;
import dev.countersign.cli.operation.ExchangeCommand;
import dev.countersign.cli.operation.ExplainCommand;
import dev.countersign.cli.operation.LoginCommand;
import dev.countersign.cli.operation.SigningKeyCommands;
import dev.countersign.cli.operation.SubjectCommands;
import dev.countersign.cli.operation.TokenCommands;
import dev.countersign.cli.resource.ApiResourceKind;
import dev.countersign.cli.resource.ApplicationCommands;
import dev.countersign.cli.resource.IssuerCommands;
import dev.countersign.cli.resource.OrganizationCommands;
import dev.countersign.cli.trust.TrustCommands;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Table of the commands: their names in the order of the help, and the description of each, created on demand. */
final class CommandTable {
    static final List<String> NAMES = List.of(
            "serve",
            "demo",
            "check-config",
            "doctor",
            "support-bundle",
            "login",
            "logout",
            "issuer",
            "application",
            "api-resource",
            "exchange",
            "explain",
            "audit",
            "keys",
            "tokens",
            "subject",
            "organization",
            "change-master-key",
            CompletionCommand.NAME,
            "plan",
            "apply",
            "export",
            "import");

    private CommandTable() {}

    /**
     * A switch instead of a map of suppliers: the JVM's archive cannot hold lambdas that refer to picocli's classes,
     * and each would slow down a start.
     */
    static CommandSpec describe(String name, CliEnvironment cliEnvironment) {
        LocalServer server = cliEnvironment.server();
        return switch (name) {
            case "serve" -> server.serve(cliEnvironment);
            case "demo" -> server.demo(cliEnvironment);
            case "check-config" -> server.checkConfig(cliEnvironment);
            case "doctor" -> server.doctor(cliEnvironment);
            case "support-bundle" -> server.supportBundle(cliEnvironment);
            case "login" -> LoginCommand.login(cliEnvironment);
            case "logout" -> LoginCommand.logout(cliEnvironment);
            case "issuer" -> IssuerCommands.spec(cliEnvironment);
            case "application" -> ApplicationCommands.spec(cliEnvironment);
            case "api-resource" -> ApiResourceKind.spec(cliEnvironment);
            case "exchange" -> ExchangeCommand.spec(cliEnvironment);
            case "explain" -> ExplainCommand.spec(cliEnvironment);
            case "audit" -> AuditCommand.spec(cliEnvironment);
            case "keys" -> SigningKeyCommands.spec(cliEnvironment);
            case "subject" -> SubjectCommands.spec(cliEnvironment);
            case "organization" -> OrganizationCommands.spec(cliEnvironment);
            case "tokens" -> TokenCommands.spec(cliEnvironment);
            case "change-master-key" -> server.changeMasterKey(cliEnvironment);
            case CompletionCommand.NAME -> CompletionCommand.spec(cliEnvironment);
            case "plan" -> TrustCommands.plan(cliEnvironment);
            case "apply" -> TrustCommands.apply(cliEnvironment);
            case "export" -> TrustCommands.export(cliEnvironment);
            case "import" -> ImportCommand.spec(cliEnvironment);
            default -> throw new IllegalArgumentException("no command is called " + name);
        };
    }
}
