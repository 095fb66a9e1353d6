package dev.countersign.cli.resource;

import dev.countersign.cli.command.CommandSession;
import dev.countersign.cli.command.Options;
import dev.countersign.cli.remote.CallFailedException;
import dev.countersign.cli.remote.RemoteJson;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.databind.node.ObjectNode;

/** The application with which programs administer a new organization; its secret is never an argument. */
final class BootstrapClient {
    private static final String ID = "--bootstrap-client-id";
    private static final String SECRET_FILE = "--bootstrap-client-secret-file";
    private static final String SECRET_VARIABLE = "COUNTERSIGN_BOOTSTRAP_CLIENT_SECRET";

    private BootstrapClient() {}

    static List<OptionSpec> options() {
        return List.of(
                Options.text(ID, "ID", "The client id of an application that administers it, for programs."),
                Options.text(
                        SECRET_FILE,
                        "FILE",
                        "A file with its secret, of 32 characters or more; - is the standard input. Default: "
                                + SECRET_VARIABLE));
    }

    /** The application as the REST API takes it; empty when none was named. */
    static Optional<ObjectNode> read(CommandSession session) throws CallFailedException {
        Optional<String> id = session.arguments().text(ID);
        Optional<String> file = session.arguments().text(SECRET_FILE);
        if (id.isEmpty()) {
            if (file.isPresent()) {
                throw CallFailedException.usage("%s belongs to %s.".formatted(SECRET_FILE, ID));
            }
            return Optional.empty();
        }
        Optional<String> secret = file.isPresent()
                ? Optional.of(session.inputs().value(file.get()))
                : session.inputs()
                        .variable(SECRET_VARIABLE)
                        .or(() -> session.cliEnvironment()
                                .terminal()
                                .askSecretly("Client secret of %s: ".formatted(id.get())));
        if (secret.isEmpty()) {
            throw CallFailedException.usage(
                    "Missing: the secret of %s, by %s or %s.".formatted(id.get(), SECRET_FILE, SECRET_VARIABLE));
        }
        return Optional.of(RemoteJson.object()
                .put("client_id", id.get())
                .put("client_secret", secret.get().strip()));
    }
}
