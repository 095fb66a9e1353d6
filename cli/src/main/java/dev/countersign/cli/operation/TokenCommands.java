package dev.countersign.cli.operation;

import dev.countersign.cli.command.CliEnvironment;
import dev.countersign.cli.command.ClientCommand;
import dev.countersign.cli.command.CommandBody;
import dev.countersign.cli.command.CommandSession;
import dev.countersign.cli.command.Options;
import dev.countersign.cli.remote.CallFailedException;
import dev.countersign.cli.remote.RemoteJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.JsonNode;

/** {@code countersign tokens …}: revokes issued tokens. */
public final class TokenCommands {
    private static final List<String> OWNERS = List.of("issuer", "application", "subject");

    private TokenCommands() {}

    public static CommandSpec spec(CliEnvironment cliEnvironment) {
        CommandSpec revoke = ClientCommand.named(
                        "revoke",
                        "Revokes every access token and refresh token of an issuer, an application or a subject; this cannot be undone.")
                .with(Options.text("--issuer", "NAME", "Those given for assertions of a trusted token issuer."))
                .with(Options.text("--application", "NAME", "Those given to an application: its name or client id."))
                .with(Options.text("--subject", "SUBJECT", "Those that name a subject, exactly."))
                .example("tokens revoke --subject partner:alice")
                .example("tokens revoke --application orders-app")
                .does(cliEnvironment, TokenCommands::revoke);
        var spec = CommandBody.group("tokens", "The tokens that the server issued.", List.of(revoke));
        return CommandBody.examples(spec, List.of("tokens revoke --issuer partner"));
    }

    private static int revoke(CommandSession session) throws CallFailedException {
        var body = RemoteJson.object();
        for (String owner : OWNERS) {
            session.arguments().text("--" + owner).ifPresent(name -> body.put(owner, name));
        }
        if (body.isEmpty()) {
            throw CallFailedException.usage("Say whose: --issuer, --application or --subject.");
        }
        JsonNode answer = session.api()
                .post("/token-revocations", Map.of(), Optional.of(body))
                .json();
        return session.print(
                answer,
                screen -> screen.line("Revoked: " + answer.path("revoked").asLong()));
    }
}
