package dev.countersign.cli.resource;

import dev.countersign.cli.command.CliEnvironment;
import dev.countersign.cli.command.ClientCommand;
import dev.countersign.cli.command.CommandBody;
import dev.countersign.cli.command.CommandSession;
import dev.countersign.cli.command.Options;
import dev.countersign.cli.command.Patch;
import dev.countersign.cli.remote.ApiResponse;
import dev.countersign.cli.remote.CallFailedException;
import dev.countersign.cli.remote.Collection;
import dev.countersign.cli.remote.RemoteJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code countersign application …}: manages the clients that exchange assertions, and their secrets. */
public final class ApplicationCommands {
    private ApplicationCommands() {}

    public static CommandSpec spec(CliEnvironment cliEnvironment) {
        return new KindCommands(cliEnvironment, new ApplicationKind()).group(List.of(secret(cliEnvironment)));
    }

    private static CommandSpec secret(CliEnvironment cliEnvironment) {
        CommandSpec add = ClientCommand.named(
                        "add",
                        "Gives an application a second secret and shows it, this once; the one in use stays valid until it"
                                + " is removed.")
                .with(Options.parameter(0, "NAME", "The application's name, client id or id."))
                .with(Options.text("--expires-in", "TIME", "How long the new secret is valid: 90d. Default: for ever."))
                .with(NewSecrets.option())
                .example("application secret add orders-app")
                .example("application secret add orders-app --expires-in 90d --secret-out orders-app.secret")
                .does(cliEnvironment, ApplicationCommands::addSecret);
        CommandSpec remove = ClientCommand.named(
                        "remove", "Deletes a secret; the very next request with it is refused.")
                .with(Options.parameter(0, "NAME", "The application's name, client id or id."))
                .with(Options.parameter(1, "SECRET_ID", "The secret's id, as application show tells it."))
                .example("application secret remove orders-app 8Rn3v0QmTzq1")
                .does(cliEnvironment, ApplicationCommands::removeSecret);
        var spec = CommandBody.group(
                "secret", "The secrets of an application, of which two may be valid at a time.", List.of(add, remove));
        return CommandBody.examples(spec, List.of("application secret add orders-app"));
    }

    private static int addSecret(CommandSession session) throws CallFailedException {
        var patch = new Patch(session.arguments(), RemoteJson.object()).seconds("--expires-in", "expires_in_seconds");
        ApiResponse application = find(session);
        var api = session.api();
        ApiResponse answer =
                NewSecrets.make(session, () -> api.post(path(application), Map.of(), Optional.of(patch.document())));
        return session.print(answer.json(), screen -> {
            screen.line("Added a secret (id %s) to the application \"%s\"."
                    .formatted(answer.text("id"), application.text("name")));
            NewSecrets.print(session, answer);
        });
    }

    private static int removeSecret(CommandSession session) throws CallFailedException {
        ApiResponse application = find(session);
        String id = session.arguments().required(1);
        session.api().delete(path(application) + "/" + Collection.segment(id), Map.of(), Optional.empty());
        return session.print(
                RemoteJson.object().put("id", id).put("removed", true),
                screen -> screen.line(
                        "Removed the secret %s of the application \"%s\".".formatted(id, application.text("name"))));
    }

    private static String path(ApiResponse application) {
        return Collection.APPLICATIONS.item(application.text("id")) + "/secrets";
    }

    private static ApiResponse find(CommandSession session) throws CallFailedException {
        return Collection.APPLICATIONS.find(session.api(), session.arguments().required(0));
    }
}
