package dev.countersign.server.cli;

import dev.countersign.server.remote.CallFailedException;
import dev.countersign.server.remote.HttpTransport;
import dev.countersign.server.remote.LoginFile;
import dev.countersign.server.remote.RemoteJson;
import dev.countersign.server.remote.RestApi;
import dev.countersign.server.remote.ServerUrl;
import dev.countersign.server.remote.TrustedServer;
import dev.countersign.server.terminal.Screen;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** One command at work: its arguments, its connection, which is made when it is needed, and where it prints. */
final class CommandSession implements AutoCloseable {
    private final Arguments arguments;
    private final Inputs inputs;
    private final ConnectionOptions connection;
    private final Screen screen;
    private final CliEnvironment cliEnvironment;
    private Optional<HttpTransport> wire = Optional.empty();
    private Optional<RestApi> api = Optional.empty();

    CommandSession(Arguments arguments, CliEnvironment cliEnvironment, boolean coloured) {
        this.arguments = arguments;
        this.cliEnvironment = cliEnvironment;
        this.inputs = new Inputs(cliEnvironment);
        this.connection = ConnectionOptions.of(arguments, inputs, cliEnvironment);
        this.screen = new Screen(cliEnvironment.out(), cliEnvironment.err(), coloured);
    }

    Arguments arguments() {
        return arguments;
    }

    Inputs inputs() {
        return inputs;
    }

    Screen screen() {
        return screen;
    }

    CliEnvironment cliEnvironment() {
        return cliEnvironment;
    }

    ConnectionOptions connection() {
        return connection;
    }

    /** The REST API of the server that the arguments name. */
    RestApi api() throws CallFailedException {
        if (api.isEmpty()) {
            ServerUrl url = connection.url();
            api = Optional.of(new RestApi(wire(url), connection.credentials(url)));
            warnOfExposedLogin();
        }
        return api.get();
    }

    /** The connection to a server, without credentials. */
    HttpTransport wire(ServerUrl url) throws CallFailedException {
        TrustedServer trusted = connection.trusted(url);
        if (trusted instanceof TrustedServer.Anybody) {
            screen.note("Warning: the certificate of %s is not verified; another server could answer in its place."
                    .formatted(url));
        }
        var made = HttpTransport.to(url, trusted);
        wire = Optional.of(made);
        return made;
    }

    private void warnOfExposedLogin() {
        LoginFile.of(cliEnvironment.environment(), cliEnvironment.userHome())
                .filter(LoginFile::isExposed)
                .ifPresent(file -> screen.note(
                        "Warning: others may read %s, which holds a secret: chmod 600 it.".formatted(file.path())));
    }

    /** Whether a program reads the result. */
    boolean isJson() {
        return arguments.isGiven(ClientCommand.JSON);
    }

    /** Prints a result for programs. */
    void json(JsonNode result) {
        screen.print(RemoteJson.prettyText(result));
    }

    /** Prints what the server wants its administrator to know about what was saved. */
    void warn(JsonNode saved) {
        for (JsonNode warning : saved.path("warnings")) {
            String pointer = warning.path("pointer").asString("");
            screen.note("Warning: %s%s"
                    .formatted(
                            pointer.isEmpty() ? "" : Pointers.name(pointer, arguments) + ": ",
                            warning.path("detail").asString("")));
        }
    }

    @Override
    public void close() {
        wire.ifPresent(HttpTransport::close);
    }
}
