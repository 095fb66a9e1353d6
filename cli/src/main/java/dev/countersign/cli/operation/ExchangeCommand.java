package dev.countersign.cli.operation;

import dev.countersign.base.exit.ExitCode;
import dev.countersign.cli.command.Arguments;
import dev.countersign.cli.command.CliEnvironment;
import dev.countersign.cli.command.ClientCertificateOptions;
import dev.countersign.cli.command.ClientCommand;
import dev.countersign.cli.command.CommandSession;
import dev.countersign.cli.command.ConnectionOptions;
import dev.countersign.cli.command.Options;
import dev.countersign.cli.remote.ApiResponse;
import dev.countersign.cli.remote.CallFailedException;
import dev.countersign.cli.remote.Credentials;
import dev.countersign.cli.remote.DpopKey;
import dev.countersign.cli.remote.HttpTransport;
import dev.countersign.cli.remote.RemoteJson;
import dev.countersign.cli.remote.ServerUrl;
import dev.countersign.cli.remote.TokenAddress;
import dev.countersign.cli.remote.TokenCall;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.node.ObjectNode;

/** {@code countersign exchange}: a real exchange of an assertion (RFC 7523 §2.1) or of another token (RFC 8693). */
public final class ExchangeCommand {
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final String SCOPE = "--scope";
    private static final String RESOURCE = "--resource";
    private static final String DECODE = "--decode";
    private static final String IN_BODY = "--secret-in-body";
    private static final String DPOP = "--dpop";
    private static final String NO_CLIENT = "--no-client";

    private ExchangeCommand() {}

    public static CommandSpec spec(CliEnvironment cliEnvironment) {
        return ClientCommand.named(
                        "exchange",
                        "Exchanges an assertion or another token for an access token and prints that. What a third party signed is spent.")
                .with(Assertions.options())
                .with(ExchangeOptions.options())
                .with(Options.text(SCOPE, "SCOPES", "The scopes to ask for, with spaces between them."))
                .with(Options.texts(RESOURCE, "URI", "A resource to ask for (RFC 8707); repeatable."))
                .with(Options.flag(DECODE, "Print the header and claims of the access token instead of the token."))
                .with(Options.flag(IN_BODY, "The application is registered for client_secret_post."))
                .with(Options.flag(
                        DPOP,
                        "Bind the token to a new ES256 key by a DPoP proof (RFC 9449). The key is not kept: the token"
                                + " can be inspected, and not presented."))
                .with(Options.flag(
                        NO_CLIENT,
                        "Send no client credentials: the issuer's default application is then judged, if it has one."))
                .with(ClientCertificateOptions.options())
                .connectingAs("the application that exchanges; the stored login is not used")
                .example(
                        "exchange --client-id orders-app --client-secret-file orders-app.secret --assertion-file a.jwt")
                .example("exchange --assertion-file - --scope orders:read --decode")
                .example("exchange --client-id orders-app --client-cert orders-app.pem --assertion-file a.jwt")
                .example("exchange --no-client --assertion-file a.jwt")
                .example("exchange --subject-token alice.jwt --actor-token robot.jwt --scope orders:read")
                .does(cliEnvironment, ExchangeCommand::run);
    }

    private static int run(CommandSession session) throws CallFailedException {
        Arguments arguments = session.arguments();
        ApiResponse answer = answer(session, arguments);
        if (session.isJson()) {
            session.json(answer.json());
            return answer.isDone() ? ExitCode.OK : exitCode(answer);
        }
        if (!answer.isDone()) {
            refused(session, answer);
            return exitCode(answer);
        }
        String token = answer.text("access_token");
        if (arguments.isGiven(DECODE)) {
            session.json(decoded(token));
        } else {
            session.screen().line(token);
        }
        return ExitCode.OK;
    }

    private static ApiResponse answer(CommandSession session, Arguments arguments) throws CallFailedException {
        ServerUrl url = session.connection().url();
        TokenCall call = call(session, arguments, url);
        HttpTransport transport = session.transport(url);
        boolean isCertified = ClientCertificateOptions.isGiven(arguments);
        if (!isCertified && !arguments.isGiven(DPOP)) {
            return call.send(transport, TokenAddress.below(url));
        }
        TokenAddress address =
                isCertified ? TokenAddress.forCertificates(transport) : TokenAddress.published(transport);
        return arguments.isGiven(DPOP)
                ? call.send(
                        transport, address, new DpopKey(session.cliEnvironment().clock()))
                : call.send(transport, address);
    }

    private static TokenCall call(CommandSession session, Arguments arguments, ServerUrl url)
            throws CallFailedException {
        arguments.atMostOne(NO_CLIENT, IN_BODY);
        arguments.atMostOne(NO_CLIENT, "--client-id");
        if (arguments.isGiven(NO_CLIENT)) {
            return TokenCall.withoutClient(form(session, arguments));
        }
        ConnectionOptions connection = session.connection().withoutLogin();
        boolean isIdAlone = ClientCertificateOptions.isGiven(arguments) && !connection.hasSecret();
        Optional<Credentials> credentials = isIdAlone ? Optional.empty() : Optional.of(connection.credentials(url));
        List<Map.Entry<String, String>> form = form(session, arguments);
        if (credentials.isEmpty()) {
            return TokenCall.withClientId(connection.clientId(url), form);
        }
        return arguments.isGiven(IN_BODY)
                ? TokenCall.withSecretInBody(credentials.get(), form)
                : TokenCall.withSecretInHeader(credentials.get(), form);
    }

    private static List<Map.Entry<String, String>> form(CommandSession session, Arguments arguments)
            throws CallFailedException {
        var form = new ArrayList<Map.Entry<String, String>>();
        if (ExchangeOptions.isGiven(arguments)) {
            form.addAll(ExchangeOptions.parameters(session));
        } else {
            form.add(Map.entry("grant_type", GRANT));
            form.add(Map.entry("assertion", Assertions.read(session)));
        }
        arguments.text(SCOPE).ifPresent(scope -> form.add(Map.entry("scope", scope)));
        arguments.texts(RESOURCE).ifPresent(uris -> uris.forEach(uri -> form.add(Map.entry("resource", uri))));
        return form;
    }

    private static void refused(CommandSession session, ApiResponse answer) {
        session.screen()
                .note("countersign: The exchange was answered %s %s: %s"
                        .formatted(answer.status(), answer.text("error"), answer.text("error_description")));
        answer.correlationId()
                .ifPresent(id -> session.screen()
                        .note("An administrator sees why with: countersign audit --correlation-id " + id));
    }

    private static int exitCode(ApiResponse answer) {
        return switch (answer.status()) {
            case 401 -> ExitCode.NO_PERMISSION;
            case 429, 503 -> ExitCode.UNAVAILABLE;
            default -> answer.status() >= 500 ? ExitCode.SOFTWARE : ExitCode.REFUSED;
        };
    }

    /** The token is not verified: it comes from the server itself, over TLS. */
    private static ObjectNode decoded(String token) throws CallFailedException {
        List<String> parts = List.of(token.split("\\.", -1));
        if (parts.size() != 3) {
            throw CallFailedException.data("The access token is no JWT; without --decode it is printed as it is.");
        }
        try {
            ObjectNode decoded = RemoteJson.object();
            decoded.set("header", RemoteJson.read(Base64.getUrlDecoder().decode(parts.get(0))));
            decoded.set("claims", RemoteJson.read(Base64.getUrlDecoder().decode(parts.get(1))));
            return decoded;
        } catch (RemoteJson.UnreadableException | IllegalArgumentException notAJwt) {
            throw CallFailedException.data("The access token is no JWT; without --decode it is printed as it is.");
        }
    }
}
