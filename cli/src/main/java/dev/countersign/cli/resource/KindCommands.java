package dev.countersign.cli.resource;

import dev.countersign.cli.command.CliEnvironment;
import dev.countersign.cli.command.ClientCommand;
import dev.countersign.cli.command.CommandBody;
import dev.countersign.cli.command.CommandSession;
import dev.countersign.cli.command.Details;
import dev.countersign.cli.command.InputDocuments;
import dev.countersign.cli.command.Options;
import dev.countersign.cli.command.Patch;
import dev.countersign.cli.remote.ApiCall;
import dev.countersign.cli.remote.ApiResponse;
import dev.countersign.cli.remote.CallFailedException;
import dev.countersign.cli.remote.RemoteJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The commands common to all kinds of resource: list, show, add, edit, enable, disable, remove. */
final class KindCommands {
    private static final String FILE = "--file";
    private static final String FORCE = "--force";
    private static final String NAME = "--name";

    private final CliEnvironment cliEnvironment;
    private final Kind kind;
    private final Kind.Facts facts;
    private final String noun;

    KindCommands(CliEnvironment cliEnvironment, Kind kind) {
        this.cliEnvironment = cliEnvironment;
        this.kind = kind;
        this.facts = kind.facts();
        this.noun = facts.collection().noun();
    }

    /** The command of the kind: those common to all kinds, and further ones. */
    CommandSpec group(List<CommandSpec> further) {
        var commands = new ArrayList<>(List.of(list(), show(), add(), edit()));
        if (facts.canBeDisabled()) {
            commands.addAll(List.of(disable(), enable()));
        }
        commands.add(remove());
        commands.addAll(further);
        return CommandBody.examples(
                CommandBody.group(facts.command(), facts.description(), commands),
                facts.examples().getOrDefault("", List.of()));
    }

    private CommandSpec list() {
        return described("list", "Lists every %s, newest first.".formatted(noun))
                .with(Options.text("-q", "TEXT", "Only those whose name or address contains this."))
                .does(cliEnvironment, session -> {
                    Map<String, String> filter = session.arguments()
                            .text("-q")
                            .map(text -> Map.of("q", text))
                            .orElse(Map.of());
                    List<JsonNode> elements = facts.collection().all(session.api(), filter);
                    return session.print(
                            RemoteJson.array().addAll(elements),
                            screen -> screen.table(kind.table(elements), "There is no %s.".formatted(noun)));
                });
    }

    private CommandSpec show() {
        return described("show", "Shows everything about one %s.".formatted(noun))
                .with(named())
                .does(cliEnvironment, session -> {
                    JsonNode document = find(session).json();
                    return session.print(document, screen -> Details.print(screen, document));
                });
    }

    private CommandSpec add() {
        return described("add", facts.descriptionOfAdd())
                .with(Options.optionalParameter(0, "NAME", "Its name. May be left out if the file has it."))
                .withGroups(kind.groups())
                .with(kind.optionsToAdd())
                .with(Options.flag("--disabled", "Register it without letting it take effect yet."))
                .with(
                        Options.text(
                                FILE,
                                "FILE",
                                "A JSON document as the REST API takes it; - is the standard input. Options replace its members."))
                .does(cliEnvironment, this::add);
    }

    private int add(CommandSession session) throws CallFailedException {
        var patch = new Patch(session.arguments(), document(session));
        session.arguments().parameter(0).ifPresent(name -> patch.put("name", Patch.textNode(name)));
        kind.fill(patch, session, Kind.Existing.NONE);
        if (session.arguments().isGiven("--disabled")) {
            patch.document().put("enabled", false);
        }
        List<String> missing = kind.missing(patch.document());
        if (!missing.isEmpty()) {
            throw CallFailedException.usage("Missing: %s. See: countersign %s add --help"
                    .formatted(String.join("; ", missing), facts.command()));
        }
        var api = session.api();
        ApiResponse answer = kind.register(
                session,
                () -> api.post(
                        facts.collection().path(), kind.query(session.arguments()), Optional.of(patch.document())));
        session.warn(answer.json());
        return session.print(answer.json(), screen -> {
            screen.line("Added the %s \"%s\" (id %s).".formatted(noun, answer.text("name"), answer.text("id")));
            kind.printAdded(session, answer);
        });
    }

    private static ObjectNode document(CommandSession session) throws CallFailedException {
        Optional<String> file = session.arguments().text(FILE);
        if (file.isEmpty()) {
            return RemoteJson.object();
        }
        return InputDocuments.object(session.inputs(), file.get());
    }

    private CommandSpec edit() {
        return described(
                        "edit",
                        "Changes the members that options name and no others. An empty value ('') takes a member away; an"
                                + " option that can be repeated replaces the whole list. The name set is the same command.")
                .with(named())
                .with(Options.text(NAME, "NAME", "Its new name."))
                .withGroups(kind.groups())
                .with(Options.text(FILE, "FILE", "A merge patch in JSON (RFC 7396); - is the standard input."))
                .does(cliEnvironment, session -> {
                    var patch = new Patch(session.arguments(), document(session)).text(NAME, "name");
                    var read = new ReadOnce(() -> find(session));
                    kind.fill(
                            patch, session, Kind.Existing.of(() -> read.answer().json()));
                    if (patch.document().isEmpty()) {
                        throw CallFailedException.usage("Nothing to change: no option names a member.");
                    }
                    return save(session, read.answer(), patch.document(), "Changed");
                })
                .aliases("set");
    }

    /**
     * The resource that a command changes, read when needed: wrong arguments are reported before a server is contacted.
     */
    static final class ReadOnce {
        private final ApiCall call;
        private Optional<ApiResponse> answer = Optional.empty();

        ReadOnce(ApiCall call) {
            this.call = call;
        }

        ApiResponse answer() throws CallFailedException {
            if (answer.isEmpty()) {
                answer = Optional.of(call.make());
            }
            return answer.get();
        }
    }

    private CommandSpec enable() {
        return described("enable", "Lets one %s take effect again.".formatted(noun))
                .with(named())
                .does(cliEnvironment, session -> save(session, find(session), enabled(true), "Enabled"));
    }

    private CommandSpec disable() {
        return described("disable", "Takes one %s out of effect; the very next request is refused.".formatted(noun))
                .with(named())
                .does(cliEnvironment, session -> save(session, find(session), enabled(false), "Disabled"));
    }

    private static ObjectNode enabled(boolean value) {
        return RemoteJson.object().put("enabled", value);
    }

    /** Saves a change, if the resource is unchanged since it was read. */
    private int save(CommandSession session, ApiResponse read, ObjectNode patch, String done)
            throws CallFailedException {
        ApiResponse answer = session.api()
                .patch(facts.collection().item(read.text("id")), kind.query(session.arguments()), patch, read.etag());
        session.warn(answer.json());
        return session.print(
                answer.json(), screen -> screen.line("%s the %s \"%s\".".formatted(done, noun, answer.text("name"))));
    }

    private CommandSpec remove() {
        ClientCommand command =
                described("remove", "Deletes one %s for good.".formatted(noun)).with(named());
        if (facts.canForceRemoval()) {
            command.with(Options.flag(FORCE, "Also if applications name it; they forget the name."));
        }
        return command.does(cliEnvironment, session -> {
            ApiResponse read = find(session);
            var query = new LinkedHashMap<String, String>();
            if (session.arguments().isGiven(FORCE)) {
                query.put("force", "true");
            }
            session.api().delete(facts.collection().item(read.text("id")), query, read.etag());
            return session.print(
                    RemoteJson.object().put("id", read.text("id")).put("removed", true),
                    screen -> screen.line("Removed the %s \"%s\".".formatted(noun, read.text("name"))));
        });
    }

    private ApiResponse find(CommandSession session) throws CallFailedException {
        return facts.collection().find(session.api(), session.arguments().required(0));
    }

    private static PositionalParamSpec named() {
        return Options.parameter(0, "NAME", "Its name or id.");
    }

    private ClientCommand described(String name, String description) {
        ClientCommand command = ClientCommand.named(name, description);
        facts.examples()
                .getOrDefault(name, List.of())
                .forEach(example -> command.example(facts.command() + " " + name + " " + example));
        return command;
    }
}
