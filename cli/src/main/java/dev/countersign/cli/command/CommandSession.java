package dev.countersign.cli.command;

import dev.countersign.base.exit.ExitCode;
import dev.countersign.cli.remote.CallFailedException;
import dev.countersign.cli.remote.HttpTransport;
import dev.countersign.cli.remote.LoginFile;
import dev.countersign.cli.remote.RemoteJson;
import dev.countersign.cli.remote.RestApi;
import dev.countersign.cli.remote.ServerUrl;
import dev.countersign.cli.remote.TrustedServer;
import dev.countersign.cli.terminal.Screen;
import dev.countersign.core.jose.certificate.CertifiedKey;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** Execution of one command: its arguments, its connection, which is opened when needed, and its output. */
public final class CommandSession implements AutoCloseable {
    private final Arguments arguments;
    private final Inputs inputs;
    private ConnectionOptions connection;
    private final Screen screen;
    private final CliEnvironment cliEnvironment;
    private Optional<HttpTransport> transport = Optional.empty();
    private Optional<RestApi> api = Optional.empty();

    CommandSession(Arguments arguments, CliEnvironment cliEnvironment, boolean coloured) {
        this.arguments = arguments;
        this.cliEnvironment = cliEnvironment;
        this.inputs = new Inputs(cliEnvironment);
        this.connection = ConnectionOptions.of(arguments, inputs, cliEnvironment);
        this.screen = new Screen(cliEnvironment.out(), cliEnvironment.err(), coloured);
    }

    public Arguments arguments() {
        return arguments;
    }

    public Inputs inputs() {
        return inputs;
    }

    public Screen screen() {
        return screen;
    }

    public CliEnvironment cliEnvironment() {
        return cliEnvironment;
    }

    public ConnectionOptions connection() {
        return connection;
    }

    /** Connects to the organization that the input is for, unless the command names one. */
    public void ofInput(String slug) {
        connection = connection.ofInput(slug);
    }

    /** The REST API of the server selected by the arguments. */
    public RestApi api() throws CallFailedException {
        if (api.isEmpty()) {
            ServerUrl url = connection.url();
            api = Optional.of(new RestApi(transport(url), connection.apiCredentials(url)));
            warnOfExposedLogin();
        }
        return api.get();
    }

    /** The REST API of the root organization, where organizations are managed; a command for another is an error. */
    public RestApi rootApi() throws CallFailedException {
        Optional<String> slug = connection.url().organization();
        if (slug.isPresent()) {
            throw CallFailedException.usage(
                    "Organizations are managed at the root, and the command is for %s. Add %s ''."
                            .formatted(ConnectionOptions.described(slug.get()), ConnectionOptions.ORGANIZATION));
        }
        return api();
    }

    /** The connection to a server, with the certificate to present in TLS but without other credentials. */
    public HttpTransport transport(ServerUrl url) throws CallFailedException {
        TrustedServer trusted = connection.trusted(url);
        if (trusted instanceof TrustedServer.Anybody) {
            screen.note("Warning: the certificate of %s is not verified; another server could answer in its place."
                    .formatted(url));
        }
        Optional<CertifiedKey> own = ClientCertificateOptions.read(arguments, inputs);
        var made = own.isPresent() ? HttpTransport.presenting(url, trusted, own.get()) : HttpTransport.to(url, trusted);
        transport = Optional.of(made);
        return made;
    }

    private void warnOfExposedLogin() {
        LoginFile.of(cliEnvironment.environment(), cliEnvironment.userHome())
                .filter(LoginFile::isExposed)
                .ifPresent(file -> screen.note(
                        "Warning: others may read %s, which holds a secret: chmod 600 it.".formatted(file.path())));
    }

    /** Whether the result is printed as JSON, for programs. */
    public boolean isJson() {
        return arguments.isGiven(ClientCommand.JSON);
    }

    /** Prints a result as JSON. */
    public void json(JsonNode result) {
        screen.print(RemoteJson.prettyText(result));
    }

    /**
     * Prints a result, as JSON or by its display for people.
     *
     * @return the exit status of success
     */
    public int print(JsonNode result, Consumer<Screen> display) {
        if (isJson()) {
            json(result);
        } else {
            display.accept(screen);
        }
        return ExitCode.OK;
    }

    /** Prints the server's warnings about a saved resource. */
    public void warn(JsonNode saved) {
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
        transport.ifPresent(HttpTransport::close);
    }
}
