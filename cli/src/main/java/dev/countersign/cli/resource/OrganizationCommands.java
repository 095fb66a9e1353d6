package dev.countersign.cli.resource;

import dev.countersign.cli.command.CliEnvironment;
import dev.countersign.cli.command.ClientCommand;
import dev.countersign.cli.command.CommandBody;
import dev.countersign.cli.command.CommandSession;
import dev.countersign.cli.command.Details;
import dev.countersign.cli.command.Options;
import dev.countersign.cli.command.Patch;
import dev.countersign.cli.command.UserConfirmation;
import dev.countersign.cli.remote.ApiResponse;
import dev.countersign.cli.remote.CallFailedException;
import dev.countersign.cli.remote.Collection;
import dev.countersign.cli.remote.RemoteJson;
import dev.countersign.cli.remote.ServerUrl;
import dev.countersign.cli.terminal.Cell;
import dev.countersign.cli.terminal.Screen;
import dev.countersign.cli.terminal.Style;
import dev.countersign.cli.terminal.Table;
import dev.countersign.cli.trust.OrganizationTransferCommands;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code countersign organization …}: manages the organizations of a server, at its root organization. */
public final class OrganizationCommands {
    private static final String NAME = "--name";
    private static final String LINK = "administrator_link";
    private static final Collection ORGANIZATIONS = Collection.ORGANIZATIONS;

    private final CliEnvironment cliEnvironment;

    private OrganizationCommands(CliEnvironment cliEnvironment) {
        this.cliEnvironment = cliEnvironment;
    }

    public static CommandSpec spec(CliEnvironment cliEnvironment) {
        var commands = new OrganizationCommands(cliEnvironment);
        CommandSpec group = CommandBody.group(
                "organization",
                "The organizations of the server: each has issuers, applications, keys and people of its own.",
                List.of(
                        commands.list(),
                        commands.show(),
                        commands.add(),
                        commands.set(),
                        commands.switched(
                                "disable", false, "Disables an organization: nothing is at its URLs any more."),
                        commands.switched("enable", true, "Enables an organization again."),
                        commands.delete(),
                        commands.link(),
                        OrganizationTransferCommands.exporting(cliEnvironment),
                        OrganizationTransferCommands.importing(cliEnvironment)));
        return CommandBody.examples(
                group, List.of("organization add acme --name \"Acme Inc\"", "login --organization acme"));
    }

    private CommandSpec list() {
        return ClientCommand.named("list", "Lists the organizations other than the root, newest first.")
                .with(Options.text("-q", "TEXT", "Only those whose slug or name contains this."))
                .example("organization list")
                .example("organization list --json")
                .does(cliEnvironment, session -> {
                    Map<String, String> filter = session.arguments()
                            .text("-q")
                            .map(text -> Map.of("q", text))
                            .orElse(Map.of());
                    List<JsonNode> organizations = ORGANIZATIONS.all(session.rootApi(), filter);
                    return session.print(
                            RemoteJson.array().addAll(organizations),
                            screen -> screen.table(table(organizations), "There is no organization besides the root."));
                });
    }

    private static Table table(List<JsonNode> organizations) {
        var table = Table.of("SLUG", "NAME", "STATE", "CREATED", "ID");
        for (JsonNode organization : organizations) {
            table.add(
                    Cell.of(organization.path("slug").asString("")),
                    Cell.of(organization.path("name").asString("")),
                    IssuerKind.state(organization),
                    Cell.of(organization.path("created_at").asString("")),
                    Cell.of(organization.path("id").asString(""), Style.DIM));
        }
        return table;
    }

    private CommandSpec show() {
        return ClientCommand.named("show", "Shows one organization, and how much is in it.")
                .with(named())
                .example("organization show acme")
                .does(cliEnvironment, session -> {
                    JsonNode document = find(session).json();
                    return session.print(document, screen -> Details.print(screen, document));
                });
    }

    private CommandSpec add() {
        return ClientCommand.named(
                        "add",
                        "Creates an organization and prints the link with which its first administrator signs up.")
                .with(
                        Options.parameter(
                                0,
                                "SLUG",
                                "The part of its URLs after /t/: a to z, 0 to 9 and -. It never changes, and is never used again."))
                .with(Options.text(NAME, "NAME", "Its name. Default: its slug."))
                .with(HostOption.option())
                .with(Options.flag("--disabled", "Create it without letting it take effect yet."))
                .with(BootstrapClient.options())
                .example("organization add acme --name \"Acme Inc\"")
                .example("organization add acme --host auth.acme.example")
                .example(
                        "organization add acme --bootstrap-client-id acme-admin --bootstrap-client-secret-file - < secret.txt")
                .does(cliEnvironment, OrganizationCommands::add);
    }

    private static int add(CommandSession session) throws CallFailedException {
        String slug = ServerUrl.slug(session.arguments().required(0));
        ObjectNode organization = RemoteJson.object().put("slug", slug);
        organization.put("name", session.arguments().text(NAME).orElse(slug));
        if (session.arguments().isGiven("--disabled")) {
            organization.put("enabled", false);
        }
        Optional<ArrayNode> hosts = HostOption.read(session.arguments());
        hosts.ifPresent(names -> organization.set("hosts", names));
        Optional<ObjectNode> client = BootstrapClient.read(session);
        client.ifPresent(document -> organization.set("bootstrap_client", document));
        ApiResponse answer = session.rootApi().post(ORGANIZATIONS.path(), Map.of(), Optional.of(organization));
        return session.print(answer.json(), screen -> {
            screen.line("Added the organization \"%s\" (id %s).".formatted(slug, answer.text("id")));
            printLink(screen, answer);
        });
    }

    private static void printLink(Screen screen, ApiResponse answer) {
        screen.line("  administrator_link  " + answer.text(LINK));
        screen.note(
                "The link is for the first administrator of the organization, works once and for one hour. For another:"
                        + " countersign organization link");
    }

    private CommandSpec link() {
        return ClientCommand.named(
                        "link",
                        "Prints a new link for the first administrator of an organization that has none yet. Earlier links"
                                + " stop working.")
                .with(named())
                .example("organization link acme")
                .does(cliEnvironment, session -> {
                    String path = ORGANIZATIONS.item(find(session).text("id")) + "/administrator-link";
                    ApiResponse answer = session.rootApi().post(path, Map.of(), Optional.empty());
                    return session.print(answer.json(), screen -> printLink(screen, answer));
                });
    }

    private CommandSpec set() {
        return ClientCommand.named(
                        "set", "Changes the name or the hosts of an organization. The name edit is the same command.")
                .with(named())
                .with(Options.text(NAME, "NAME", "Its new name."))
                .with(HostOption.option())
                .example("organization set acme --name \"Acme International\"")
                .example("organization set acme --host auth.acme.example,tls/acme.pem,tls/acme-key.pem")
                .does(cliEnvironment, session -> {
                    ObjectNode patch = new Patch(session.arguments(), RemoteJson.object())
                            .text(NAME, "name")
                            .document();
                    Optional<ArrayNode> hosts = HostOption.read(session.arguments());
                    hosts.ifPresent(names -> patch.set("hosts", names));
                    if (patch.isEmpty()) {
                        throw CallFailedException.usage(
                                "Nothing to change: add %s or %s.".formatted(NAME, HostOption.NAME));
                    }
                    return save(session, patch, "Changed");
                })
                .aliases("edit");
    }

    private CommandSpec switched(String name, boolean enabled, String description) {
        return ClientCommand.named(name, description)
                .with(named())
                .example("organization %s acme".formatted(name))
                .does(
                        cliEnvironment,
                        session -> save(
                                session,
                                RemoteJson.object().put("enabled", enabled),
                                enabled ? "Enabled" : "Disabled"));
    }

    /** Saves a change, if the organization is unchanged since it was read. */
    private static int save(CommandSession session, ObjectNode patch, String done) throws CallFailedException {
        ApiResponse read = find(session);
        ApiResponse answer = session.rootApi().patch(ORGANIZATIONS.item(read.text("id")), Map.of(), patch, read.etag());
        return session.print(
                answer.json(),
                screen -> screen.line("%s the organization \"%s\".".formatted(done, answer.text("slug"))));
    }

    private CommandSpec delete() {
        return ClientCommand.named(
                        "delete",
                        "Deletes a disabled organization for good, with everything in it. The name remove is the same"
                                + " command.")
                .with(named())
                .with(UserConfirmation.option())
                .example("organization delete acme")
                .example("organization delete acme --yes")
                .does(cliEnvironment, OrganizationCommands::delete)
                .aliases("remove");
    }

    private static int delete(CommandSession session) throws CallFailedException {
        ApiResponse read = find(session);
        String slug = read.text("slug");
        if (read.json().path("enabled").asBoolean(false)) {
            throw CallFailedException.refused(
                    "The organization \"%s\" is enabled. Disable it first: countersign organization disable %s"
                            .formatted(slug, slug));
        }
        session.screen().note("To be deleted with the organization \"%s\": %s".formatted(slug, contents(read.json())));
        UserConfirmation.ask(session, "Delete it for good?", "Nothing was deleted.");
        ApiResponse _ = session.rootApi().delete(ORGANIZATIONS.item(read.text("id")), Map.of(), read.etag());
        return session.print(
                RemoteJson.object().put("id", read.text("id")).put("slug", slug).put("removed", true),
                screen -> screen.line("Deleted the organization \"%s\".".formatted(slug)));
    }

    private static String contents(JsonNode organization) {
        String contents = organization.path("contents").properties().stream()
                .map(entry -> entry.getKey().replace('_', ' ') + " "
                        + entry.getValue().asLong(0))
                .collect(Collectors.joining(", "));
        return contents.isEmpty() ? "everything in it" : contents;
    }

    private static ApiResponse find(CommandSession session) throws CallFailedException {
        return ORGANIZATIONS.find(session.rootApi(), session.arguments().required(0));
    }

    private static PositionalParamSpec named() {
        return Options.parameter(0, "SLUG", "Its slug or id.");
    }
}
