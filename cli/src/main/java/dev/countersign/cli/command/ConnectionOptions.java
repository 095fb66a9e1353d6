package dev.countersign.cli.command;

import dev.countersign.cli.remote.ApiCredentials;
import dev.countersign.cli.remote.CallFailedException;
import dev.countersign.cli.remote.Credentials;
import dev.countersign.cli.remote.Login;
import dev.countersign.cli.remote.LoginFile;
import dev.countersign.cli.remote.ServerUrl;
import dev.countersign.cli.remote.TokenCredentials;
import dev.countersign.cli.remote.TrustedServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Options that select the server and the credentials of a command: options first, then the environment, then the stored
 * login. Credentials stored for one server are never sent to another.
 */
public final class ConnectionOptions {
    /** The option that selects an organization. */
    public static final String ORGANIZATION = "--organization";

    static final String URL = "--url";
    static final String CLIENT_ID = "--client-id";
    static final String CLIENT_SECRET = "--client-secret";
    static final String CLIENT_SECRET_FILE = "--client-secret-file";
    static final String TOKEN_FILE = "--token-file";
    static final String AUTHORITIES = "--cacert";
    static final String INSECURE = "--insecure";

    private static final String ORGANIZATION_VARIABLE = "COUNTERSIGN_ORGANIZATION";
    private static final String TOKEN_VARIABLE = "COUNTERSIGN_TOKEN";
    private static final String SECRET_VARIABLE = "COUNTERSIGN_CLIENT_SECRET";

    private final Arguments arguments;
    private final Inputs inputs;
    private final CliEnvironment cliEnvironment;
    private final Optional<LoginFile> loginFile;
    private final Optional<String> ofInput;

    private ConnectionOptions(
            Arguments arguments,
            Inputs inputs,
            CliEnvironment cliEnvironment,
            Optional<LoginFile> loginFile,
            Optional<String> ofInput) {
        this.arguments = arguments;
        this.inputs = inputs;
        this.cliEnvironment = cliEnvironment;
        this.loginFile = loginFile;
        this.ofInput = ofInput;
    }

    static ConnectionOptions of(Arguments arguments, Inputs inputs, CliEnvironment cliEnvironment) {
        return new ConnectionOptions(
                arguments,
                inputs,
                cliEnvironment,
                LoginFile.of(cliEnvironment.environment(), cliEnvironment.userHome()),
                Optional.empty());
    }

    /** The same options, ignoring the stored login. */
    public ConnectionOptions withoutLogin() {
        return new ConnectionOptions(arguments, inputs, cliEnvironment, Optional.empty(), ofInput);
    }

    /** The same options for the organization that the input of a command is for. */
    ConnectionOptions ofInput(String slug) {
        return new ConnectionOptions(arguments, inputs, cliEnvironment, loginFile, Optional.of(slug));
    }

    /** The group of the options in the help, for commands that call the REST API. */
    static ArgGroupSpec group() {
        return group(
                "an application with the scopes admin:read admin:write",
                List.of(Options.text(
                        TOKEN_FILE,
                        "FILE",
                        "A file that holds a personal access token, in place of a client; - is the standard input. Default:"
                                + " COUNTERSIGN_TOKEN")));
    }

    /** The group of the options for commands that call the token endpoint only. */
    static ArgGroupSpec group(String whose) {
        return group(whose, List.of());
    }

    /** @param whose the client that the credentials belong to */
    private static ArgGroupSpec group(String whose, List<OptionSpec> further) {
        var group = ArgGroupSpec.builder()
                .exclusive(false)
                .validate(false)
                .order(Integer.MAX_VALUE)
                .heading("%nConnection:%n")
                .addArg(Options.text(
                        URL,
                        "URL",
                        "The server. Default: COUNTERSIGN_URL, else that of the login, else " + ServerUrl.DEFAULT))
                .addArg(Options.text(
                        ORGANIZATION,
                        "SLUG",
                        "The organization at the server; '' is the root. Default: COUNTERSIGN_ORGANIZATION, else that of"
                                + " the login, else the root."))
                .addArg(Options.text(
                        CLIENT_ID, "ID", "Client id of %s. Default: COUNTERSIGN_CLIENT_ID".formatted(whose)))
                .addArg(
                        Options.text(
                                CLIENT_SECRET,
                                "SECRET",
                                "Its secret. Others on this machine can see arguments; better is COUNTERSIGN_CLIENT_SECRET, or"))
                .addArg(Options.text(
                        CLIENT_SECRET_FILE, "FILE", "a file that holds the secret; - is the standard input."));
        further.forEach(group::addArg);
        return group.addArg(Options.text(
                        AUTHORITIES,
                        "FILE",
                        "Trust the certificates in this file and no others. Default: COUNTERSIGN_CACERT; for a server on"
                                + " this machine, the certificate in its home."))
                .addArg(Options.flag(INSECURE, "Do not check who answers. For trying things out only."))
                .build();
    }

    /** The URL of the server, or of the organization at it. */
    public ServerUrl url() throws CallFailedException {
        Optional<ServerUrl> named = namedUrl();
        Optional<String> slug = namedOrganization();
        if (slug.isEmpty()) {
            slug = ofInput;
        }
        Optional<ServerUrl> stored = login().map(Login::url);
        ServerUrl server = named.or(() -> stored).orElse(ServerUrl.DEFAULT);
        if (slug.isPresent()) {
            return server.ofOrganization(slug.get());
        }
        // another organization at the server of the login was not named
        return stored.filter(url -> url.base().equals(server.base())).orElse(server);
    }

    /** The slug given for this command by an option or the environment; an empty one is the root. */
    public Optional<String> namedOrganization() throws CallFailedException {
        Optional<String> slug = arguments.text(ORGANIZATION).or(() -> inputs.variable(ORGANIZATION_VARIABLE));
        if (slug.isPresent() && !slug.get().isEmpty()) {
            var _ = ServerUrl.slug(slug.get());
        }
        Optional<String> inUrl = namedUrl().flatMap(ServerUrl::organization);
        if (slug.isPresent() && inUrl.isPresent() && !slug.equals(inUrl)) {
            throw CallFailedException.usage(
                    "The URL of the server is that of the organization \"%s\", and the command is for %s."
                            .formatted(inUrl.get(), described(slug.get())));
        }
        return slug.or(() -> inUrl);
    }

    /** An organization in a message. */
    public static String described(String slug) {
        return slug.isEmpty() ? "the root organization" : "the organization \"%s\"".formatted(slug);
    }

    private Optional<ServerUrl> namedUrl() throws CallFailedException {
        Optional<String> named = arguments.text(URL).or(() -> inputs.variable("COUNTERSIGN_URL"));
        return named.isPresent() ? Optional.of(ServerUrl.of(named.get())) : Optional.empty();
    }

    /** The server certificates to accept. */
    TrustedServer trusted(ServerUrl url) throws CallFailedException {
        arguments.atMostOne(AUTHORITIES, INSECURE);
        if (arguments.isGiven(INSECURE)) {
            return new TrustedServer.Anybody();
        }
        Optional<String> file = authorities();
        if (file.isEmpty()) {
            file = login().filter(login -> login.url().base().equals(url.base()))
                    .flatMap(Login::authorities);
        }
        if (file.isPresent()) {
            return new TrustedServer.ByFile(Inputs.path(file.get()));
        }
        Optional<Path> certificate =
                url.isLoopback() ? cliEnvironment.server().certificate(cliEnvironment) : Optional.empty();
        return certificate.isPresent()
                ? new TrustedServer.ByHome(certificate.get())
                : new TrustedServer.ByAuthorities();
    }

    /** The file with trusted certificates given for this command. */
    public Optional<String> authorities() {
        return arguments.text(AUTHORITIES).or(() -> inputs.variable("COUNTERSIGN_CACERT"));
    }

    /**
     * The credentials for the REST API of this server. A personal access token in the environment takes precedence over a
     * client in the environment, and over the stored login.
     */
    public ApiCredentials apiCredentials(ServerUrl url) throws CallFailedException {
        Optional<TokenCredentials> token = namedToken();
        if (token.isPresent()) {
            return token.get();
        }
        Optional<ApiCredentials> stored = namedClientId().isPresent() ? Optional.empty() : storedFor(url);
        return stored.isPresent() && stored.get() instanceof TokenCredentials kept && !isSecretNamed()
                ? kept
                : credentials(url);
    }

    /** The personal access token given for this command. */
    private Optional<TokenCredentials> namedToken() throws CallFailedException {
        arguments.atMostOne(TOKEN_FILE, CLIENT_ID);
        arguments.atMostOne(TOKEN_FILE, CLIENT_SECRET);
        arguments.atMostOne(TOKEN_FILE, CLIENT_SECRET_FILE);
        Optional<String> file = arguments.text(TOKEN_FILE);
        if (file.isPresent()) {
            return Optional.of(TokenCredentials.of(inputs.value(file.get()), Inputs.name(file.get())));
        }
        Optional<String> variable = inputs.variable(TOKEN_VARIABLE);
        return arguments.isGiven(CLIENT_ID) || isSecretNamed() || variable.isEmpty()
                ? Optional.empty()
                : Optional.of(TokenCredentials.of(variable.get(), TOKEN_VARIABLE));
    }

    private boolean isSecretNamed() {
        return arguments.isGiven(CLIENT_SECRET) || arguments.isGiven(CLIENT_SECRET_FILE);
    }

    private Optional<ApiCredentials> storedFor(ServerUrl url) throws CallFailedException {
        return login().filter(login -> login.url().equals(url)).map(Login::credentials);
    }

    /** The client id and secret for this server. */
    public Credentials credentials(ServerUrl url) throws CallFailedException {
        Optional<String> id = namedClientId();
        Optional<String> secret = namedSecret();
        if (id.isPresent()) {
            secret = secret.or(() -> inputs.variable(SECRET_VARIABLE));
            if (secret.isPresent()) {
                return new Credentials(id.get(), secret.get());
            }
        }
        Optional<Credentials> stored = storedFor(url)
                .flatMap(known -> known instanceof Credentials client ? Optional.of(client) : Optional.empty())
                .filter(known -> id.isEmpty() || known.clientId().equals(id.get()));
        if (stored.isPresent()) {
            return secret.map(given -> new Credentials(stored.get().clientId(), given))
                    .orElse(stored.get());
        }
        return asked(url, id, secret);
    }

    /** The client id of a client that may have no secret. */
    public String clientId(ServerUrl url) throws CallFailedException {
        return namedClientId()
                .or(() -> cliEnvironment.terminal().ask("Client id for %s: ".formatted(url)))
                .map(String::strip)
                .filter(id -> !id.isEmpty())
                .orElseThrow(() -> CallFailedException.configuration(
                        "There is no client id for %s. Give --client-id, or set COUNTERSIGN_CLIENT_ID."
                                .formatted(url)));
    }

    /** Whether a secret was given for this command. */
    public boolean hasSecret() {
        return isSecretNamed() || inputs.variable(SECRET_VARIABLE).isPresent();
    }

    private Optional<String> namedClientId() {
        return arguments.text(CLIENT_ID).or(() -> inputs.variable("COUNTERSIGN_CLIENT_ID"));
    }

    /** Asks the user for missing credentials. */
    private Credentials asked(ServerUrl url, Optional<String> id, Optional<String> secret) throws CallFailedException {
        var terminal = cliEnvironment.terminal();
        Optional<String> clientId = id.or(() -> terminal.ask("Client id for %s: ".formatted(url)));
        Optional<String> clientSecret = clientId.isEmpty()
                ? secret
                : secret.or(() -> terminal.askSecretly("Client secret of %s: ".formatted(clientId.get())));
        if (clientId.filter(text -> !text.isBlank()).isEmpty()
                || clientSecret.filter(text -> !text.isBlank()).isEmpty()) {
            throw CallFailedException.configuration(
                    ("There are no credentials for %s. Log in with: countersign login --url %s%s. Or give --client-id and"
                                    + " --client-secret-file, or set COUNTERSIGN_CLIENT_ID and COUNTERSIGN_CLIENT_SECRET.")
                            .formatted(
                                    url,
                                    url.base(),
                                    url.organization()
                                            .map(slug -> " %s %s".formatted(ORGANIZATION, slug))
                                            .orElse("")));
        }
        return new Credentials(clientId.get().strip(), clientSecret.get().strip());
    }

    /** The secret given for this command. */
    private Optional<String> namedSecret() throws CallFailedException {
        arguments.atMostOne(CLIENT_SECRET, CLIENT_SECRET_FILE);
        Optional<String> file = arguments.text(CLIENT_SECRET_FILE);
        return file.isPresent() ? Optional.of(inputs.value(file.get())) : arguments.text(CLIENT_SECRET);
    }

    private Optional<Login> login() throws CallFailedException {
        return loginFile.isPresent() ? loginFile.get().read() : Optional.empty();
    }
}
