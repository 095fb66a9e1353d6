package dev.countersign.cli.resource;

import dev.countersign.cli.command.Arguments;
import dev.countersign.cli.command.CommandSession;
import dev.countersign.cli.command.OptionGroup;
import dev.countersign.cli.command.Options;
import dev.countersign.cli.command.Patch;
import dev.countersign.cli.command.RegisteredMembers;
import dev.countersign.cli.remote.ApiCall;
import dev.countersign.cli.remote.ApiResponse;
import dev.countersign.cli.remote.CallFailedException;
import dev.countersign.cli.remote.Collection;
import dev.countersign.cli.remote.RemoteJson;
import dev.countersign.cli.terminal.Cell;
import dev.countersign.cli.terminal.Style;
import dev.countersign.cli.terminal.Table;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Applications on the command line. */
final class ApplicationKind implements Kind {
    private static final String CHAINING = "--chaining";
    private static final RegisteredMembers MEMBERS = RegisteredMembers.APPLICATION;

    private static final Facts FACTS = new Facts(
            "application",
            Collection.APPLICATIONS,
            "The applications: OAuth clients that exchange assertions for access tokens.",
            "Registers an application, and shows its client id and secret, the secret this once.",
            true,
            false,
            Map.of(
                    "",
                            List.of(
                                    "application list",
                                    "application add orders-app --scope orders:read --default-scope orders:read",
                                    "application secret add orders-app"),
                    "list", List.of("", "--json"),
                    "show", List.of("orders-app"),
                    "add",
                            List.of(
                                    "orders-app --scope orders:read --scope orders:write --default-scope orders:read",
                                    "orders-app --scope orders:read --trusted-issuer partner --secret-out orders-app.secret",
                                    "--file application.json"),
                    "edit",
                            List.of(
                                    "orders-app --scope orders:read --scope orders:write",
                                    "orders-app --trusted-issuer partner",
                                    "orders-app --any-issuer --token-lifetime 15m"),
                    "enable", List.of("orders-app"),
                    "disable", List.of("orders-app"),
                    "remove", List.of("orders-app")));

    /** Short names of the grants. */
    private static final Map<String, String> GRANTS = Map.of(
            "jwt-bearer", "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "token-exchange", "urn:ietf:params:oauth:grant-type:token-exchange");

    @Override
    public Facts facts() {
        return FACTS;
    }

    @Override
    public List<OptionGroup> groups() {
        return List.of(
                MEMBERS.group(
                        "What it may ask for",
                        Options.flag(
                                "--any-issuer", "It may present the assertions of every trusted issuer (the default)."),
                        Options.texts(
                                CHAINING,
                                "AUDIENCE[=CLIENT_ID]",
                                "Another authorization server, for which it gets grants by token exchange: ID-JAGs with its client id there, otherwise JWT authorization grants; repeatable.")),
                MEMBERS.group(
                        "How it authenticates",
                        Options.texts(
                                IssuerKeySources.TRUSTED,
                                "FILE",
                                "An authority that is trusted for --jwks-url only, in PEM or DER; repeatable.")),
                MEMBERS.group("Its tokens"));
    }

    @Override
    public List<String> missing(JsonNode document) {
        return document.has("name") ? List.of() : List.of("NAME");
    }

    @Override
    public void fill(Patch patch, CommandSession session, Existing existing) throws CallFailedException {
        Arguments arguments = patch.arguments();
        arguments.atMostOne("--trusted-issuer", "--any-issuer");
        MEMBERS.fill(patch);
        if (arguments.isGiven("--any-issuer")) {
            patch.put("trusted_token_issuers", Patch.nothing());
        }
        Optional<List<String>> grants = arguments.texts("--grant-type");
        if (grants.isPresent()) {
            ArrayNode types = RemoteJson.array();
            grants.get().forEach(grant -> types.add(GRANTS.getOrDefault(grant, grant)));
            patch.put("grant_types", types);
        }
        chaining(patch);
        ObjectNode access = RemoteJson.object();
        IssuerKeySources.authorities(arguments, session.inputs(), access);
        access.forEachEntry(patch::put);
        if (existing.isNone()) {
            NewSecrets.given(patch, session);
        }
    }

    private static void chaining(Patch patch) throws CallFailedException {
        Optional<List<String>> servers = patch.arguments().texts(CHAINING);
        if (servers.isPresent()) {
            ArrayNode targets = RemoteJson.array();
            for (String server : servers.get()) {
                if (!server.isEmpty()) {
                    targets.add(target(server));
                }
            }
            patch.put("chaining", targets);
        }
    }

    /** The lines of the console have the same form, with JSON for an audience that contains an equals sign. */
    private static ObjectNode target(String server) throws CallFailedException {
        if (server.startsWith("{")) {
            try {
                return RemoteJson.readObject(server.getBytes(StandardCharsets.UTF_8));
            } catch (RemoteJson.UnreadableException malformed) {
                throw CallFailedException.usage(
                        "A %s begins like a JSON object, but %s.".formatted(CHAINING, malformed.problem()));
            }
        }
        int equals = server.lastIndexOf('=');
        ObjectNode target = RemoteJson.object();
        target.put("audience", equals < 0 ? server : server.substring(0, equals));
        if (equals >= 0) {
            target.put("client_id", server.substring(equals + 1));
        }
        return target;
    }

    @Override
    public List<OptionSpec> optionsToAdd() {
        return Stream.concat(NewSecrets.givenOptions().stream(), Stream.of(NewSecrets.option()))
                .toList();
    }

    @Override
    public ApiResponse register(CommandSession session, ApiCall call) throws CallFailedException {
        return NewSecrets.make(session, call);
    }

    @Override
    public void printAdded(CommandSession session, ApiResponse answer) {
        session.screen().line("  client_id      " + answer.text("client_id"));
        NewSecrets.print(session, answer);
    }

    @Override
    public Table table(List<JsonNode> elements) {
        var table = Table.of("NAME", "CLIENT ID", "SCOPES", "ISSUERS", "STATE", "ID");
        for (JsonNode application : elements) {
            JsonNode issuers = application.path("trusted_token_issuers");
            table.add(
                    Cell.of(application.path("name").asString("")),
                    Cell.of(application.path("client_id").asString("")),
                    Cell.of(words(application.path("scopes"))),
                    Cell.of(issuers.isArray() ? words(issuers) : "any"),
                    IssuerKind.state(application),
                    Cell.of(application.path("id").asString(""), Style.DIM));
        }
        return table;
    }

    /** The elements of a list on one line. */
    static String words(JsonNode list) {
        return list.isEmpty()
                ? "none"
                : list.valueStream().map(word -> word.asString("")).collect(Collectors.joining(" "));
    }
}
