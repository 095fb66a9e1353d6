package dev.countersign.cli.operation;

import dev.countersign.base.exit.ExitCode;
import dev.countersign.cli.command.CliEnvironment;
import dev.countersign.cli.command.ClientCommand;
import dev.countersign.cli.command.CommandBody;
import dev.countersign.cli.command.CommandSession;
import dev.countersign.cli.command.ConnectionOptions;
import dev.countersign.cli.command.Inputs;
import dev.countersign.cli.command.Patch;
import dev.countersign.cli.remote.CallFailedException;
import dev.countersign.cli.remote.Credentials;
import dev.countersign.cli.remote.Login;
import dev.countersign.cli.remote.LoginFile;
import dev.countersign.cli.remote.RemoteJson;
import dev.countersign.cli.remote.RestApi;
import dev.countersign.cli.remote.ServerUrl;
import dev.countersign.cli.remote.TokenCredentials;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code countersign login} and {@code logout}: stores the server and the credentials of the other commands. */
public final class LoginCommand {
    private LoginCommand() {}

    public static CommandSpec login(CliEnvironment cliEnvironment) {
        return ClientCommand.named(
                        "login",
                        "Stores the server, the organization and the client or the personal access token for the other commands, in a file of the user's"
                                + " configuration folder that only you can read. Tries them first; asks for what is missing.")
                .example("login")
                .example("login --url https://tokens.example.com --client-id admin")
                .example("login --url https://tokens.example.com --client-id admin --client-secret-file - < secret.txt")
                .example("login --url https://tokens.example.com --token-file - < token.txt")
                .example("login --url https://tokens.example.com --organization acme --client-id acme-admin")
                .does(cliEnvironment, LoginCommand::logIn);
    }

    public static CommandSpec logout(CliEnvironment cliEnvironment) {
        var spec = CommandBody.named("logout", "Forgets the stored login.", _ -> logOut(cliEnvironment));
        return CommandBody.examples(spec, List.of("logout"));
    }

    private static int logIn(CommandSession session) throws CallFailedException {
        LoginFile file = file(session.cliEnvironment());
        ConnectionOptions connection = session.connection().withoutLogin();
        ServerUrl url = connection.url();
        var transport = session.transport(url);
        var login = new Login(
                url,
                connection.apiCredentials(url),
                connection.authorities().isPresent()
                        ? Optional.of(Inputs.path(connection.authorities().get())
                                .toAbsolutePath()
                                .toString())
                        : Optional.empty());
        var api = new RestApi(transport, login.credentials());
        ObjectNode json = RemoteJson.object().put("url", url.base());
        json.set("organization", url.organization().map(Patch::textNode).orElseGet(Patch::nothing));
        String who = switch (login.credentials()) {
            case Credentials(var clientId, var _) -> {
                api.verify();
                json.put("client_id", clientId);
                yield clientId;
            }
            case TokenCredentials _ -> describe(api.caller(), json);
        };
        file.write(login);
        json.put("file", file.path().toString());
        return session.print(json, screen -> {
            screen.line("Logged in to %s as %s.".formatted(url, who));
            screen.line("Stored in %s".formatted(file.path()));
        });
    }

    private static String describe(JsonNode caller, ObjectNode json) {
        String name = caller.path("name").asString("");
        String role = caller.path("role").asString("");
        String expiresAt = caller.path("token").path("expires_at").asString("");
        json.put("name", name).put("role", role).put("expires_at", expiresAt);
        return "%s (%s) until %s".formatted(name, role, expiresAt);
    }

    private static int logOut(CliEnvironment cliEnvironment) throws CallFailedException {
        boolean wasThere = file(cliEnvironment).delete();
        cliEnvironment.out().println(wasThere ? "The stored login is forgotten." : "There was no stored login.");
        return ExitCode.OK;
    }

    private static LoginFile file(CliEnvironment cliEnvironment) throws CallFailedException {
        return LoginFile.of(cliEnvironment.environment(), cliEnvironment.userHome())
                .orElseThrow(() -> CallFailedException.configuration(
                        "There is no folder for the login: set XDG_CONFIG_HOME or HOME."));
    }
}
