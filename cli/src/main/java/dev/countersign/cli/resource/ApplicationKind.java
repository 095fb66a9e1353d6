package dev.countersign.cli.resource;

import dev.countersign.cli.command.Arguments;
import dev.countersign.cli.command.CommandSession;
import dev.countersign.cli.command.OptionGroup;
import dev.countersign.cli.command.Options;
import dev.countersign.cli.remote.ApiCall;
import dev.countersign.cli.remote.ApiResponse;
import dev.countersign.cli.remote.CallFailedException;
import dev.countersign.cli.remote.Collection;
import dev.countersign.cli.remote.RemoteJson;
import dev.countersign.cli.terminal.Cell;
import dev.countersign.cli.terminal.Style;
import dev.countersign.cli.terminal.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Applications on the command line. */
final class ApplicationKind implements Kind {
    private static final Map<String, List<String>> EXAMPLES = Map.of(
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
            "remove", List.of("orders-app"));

    /** The short names of grants, which are hard to remember otherwise. */
    private static final Map<String, String> GRANTS =
            Map.of("jwt-bearer", "urn:ietf:params:oauth:grant-type:jwt-bearer");

    @Override
    public String command() {
        return "application";
    }

    @Override
    public Collection collection() {
        return Collection.APPLICATIONS;
    }

    @Override
    public List<String> examples(String command) {
        return EXAMPLES.getOrDefault(command, List.of());
    }

    @Override
    public List<OptionGroup> groups() {
        return List.of(
                new OptionGroup("What it may ask for", requests()),
                new OptionGroup("How it authenticates", authentication()),
                new OptionGroup("Its tokens", tokens()));
    }

    @Override
    public List<String> missing(JsonNode document) {
        return document.has("name") ? List.of() : List.of("NAME");
    }

    private static List<OptionSpec> requests() {
        return List.of(
                Options.texts("--scope", "SCOPE", "A scope that it may ask for; repeatable."),
                Options.texts("--default-scope", "SCOPE", "A scope that it gets when it asks for none; repeatable."),
                Options.texts("--audience", "AUDIENCE", "An aud of its access tokens; repeatable."),
                Options.texts("--trusted-issuer", "NAME", "An issuer whose assertions it may present; repeatable."),
                Options.flag("--any-issuer", "It may present the assertions of every trusted issuer (the default)."),
                Options.texts("--grant-type", "GRANT", "jwt-bearer (the default) or client_credentials; repeatable."),
                Options.texts("--introspect-audience", "AUDIENCE", "Whose tokens it may introspect; repeatable."));
    }

    private static List<OptionSpec> authentication() {
        return List.of(
                Options.text(
                        "--auth-method",
                        "METHOD",
                        "client_secret_basic (the default), client_secret_post, private_key_jwt."),
                Options.text("--jwks-url", "URL", "Where it publishes its keys, for private_key_jwt."));
    }

    private static List<OptionSpec> tokens() {
        return List.of(
                Options.text("--token-type", "TYPE", "What its access tokens are: jwt (the default) or opaque."),
                Options.text("--token-lifetime", "TIME", "How long its access tokens live: 3600, 15m, 1h."),
                Options.text(
                        "--signing-algorithm", "ALG", "What its access tokens are signed with: RS256, ES256, EdDSA."),
                Options.text("--token-typ", "TYP", "The typ of signed access tokens: at+jwt (the default) or JWT."),
                Options.toggle("--refresh-tokens", "It gets refresh tokens for assertions."),
                Options.text("--refresh-lifetime", "TIME", "How long after the exchange they end: 86400, 8h."));
    }

    @Override
    public void fill(Patch patch, CommandSession session, Existing existing) throws CallFailedException {
        Arguments arguments = patch.arguments();
        ArrayNode none = RemoteJson.array();
        arguments.atMostOne("--trusted-issuer", "--any-issuer");
        patch.words("--scope", "scopes", none)
                .words("--default-scope", "default_scopes", none)
                .texts("--trusted-issuer", "trusted_token_issuers", none)
                .texts("--audience", "audiences", none)
                .text("--auth-method", "token_endpoint_auth_method")
                .text("--jwks-url", "jwks_url")
                .texts("--introspect-audience", "introspect_audiences", none)
                .text("--token-type", "access_token.type")
                .seconds("--token-lifetime", "access_token.lifetime_seconds")
                .toggle("--refresh-tokens", "refresh_token.enabled")
                .seconds("--refresh-lifetime", "refresh_token.lifetime_seconds")
                .text("--signing-algorithm", "access_token.signing_alg")
                .text("--token-typ", "access_token.typ");
        if (arguments.isGiven("--any-issuer")) {
            patch.put("trusted_token_issuers", Patch.nothing());
        }
        Optional<List<String>> grants = arguments.texts("--grant-type");
        if (grants.isPresent()) {
            ArrayNode types = RemoteJson.array();
            grants.get().forEach(grant -> types.add(GRANTS.getOrDefault(grant, grant)));
            patch.put("grant_types", types);
        }
        if (existing.isNone()) {
            NewSecrets.given(patch, session);
        }
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

    /** The elements of a list beside each other. */
    static String words(JsonNode list) {
        return list.isEmpty()
                ? "none"
                : list.valueStream().map(word -> word.asString("")).collect(Collectors.joining(" "));
    }
}
