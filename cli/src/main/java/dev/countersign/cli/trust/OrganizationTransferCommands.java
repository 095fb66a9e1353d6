package dev.countersign.cli.trust;

import dev.countersign.base.exit.ExitCode;
import dev.countersign.cli.command.CliEnvironment;
import dev.countersign.cli.command.ClientCommand;
import dev.countersign.cli.command.CommandSession;
import dev.countersign.cli.command.Options;
import dev.countersign.cli.remote.ApiResponse;
import dev.countersign.cli.remote.CallFailedException;
import dev.countersign.cli.remote.Collection;
import dev.countersign.cli.remote.RestApi;
import dev.countersign.cli.remote.ServerUrl;
import dev.countersign.cli.terminal.Screen;
import dev.countersign.cli.trustfile.TrustFiles;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code countersign organization export} and {@code import}: transfers a whole organization in a file. */
public final class OrganizationTransferCommands {
    private static final String SLUG = "--slug";
    private static final String NAME = "--name";
    private static final String SETTINGS = "organization_settings";
    private static final Collection ORGANIZATIONS = Collection.ORGANIZATIONS;

    private OrganizationTransferCommands() {}

    public static CommandSpec exporting(CliEnvironment cliEnvironment) {
        return ClientCommand.named(
                        "export",
                        "Writes a whole organization as a file: its settings, what it trusts, and its people. Without keys,"
                                + " secrets and passwords.")
                .with(Options.parameter(0, "SLUG", "Its slug or id."))
                .with(TrustCommands.outputOptions())
                .example("organization export acme -o acme.yaml")
                .does(cliEnvironment, session -> {
                    RestApi root = session.rootApi();
                    String id = ORGANIZATIONS
                            .find(root, session.arguments().required(0))
                            .text("id");
                    return TrustCommands.write(
                            session,
                            root.get(ORGANIZATIONS.item(id) + "/export", Map.of())
                                    .json());
                });
    }

    public static CommandSpec importing(CliEnvironment cliEnvironment) {
        return ClientCommand.named(
                        "import",
                        "Creates an organization from the file of another one, all of it or nothing, and prints a link for each"
                                + " of its people to choose a password.")
                .with(Options.parameter(0, "FILE", "A file in YAML or JSON, or - for the standard input."))
                .with(Options.text(SLUG, "SLUG", "Its slug. Default: that of the file."))
                .with(Options.text(NAME, "NAME", "Its name. Default: that of the file."))
                .with(TrustSecrets.option())
                .example("organization import acme.yaml")
                .example("organization import acme.yaml --slug acme-test --name \"Acme (test)\"")
                .does(cliEnvironment, OrganizationTransferCommands::importFile);
    }

    private static int importFile(CommandSession session) throws CallFailedException {
        Optional<String> slug = session.arguments().text(SLUG);
        TrustFiles files =
                TrustInput.readOrganization(session, session.arguments().required(0));
        ObjectNode body = files.body();
        if (slug.isPresent()) {
            body.put("organization", ServerUrl.slug(slug.get()));
        }
        Optional<String> name = session.arguments().text(NAME);
        if (name.isPresent()) {
            rename(body, name.get());
        }
        RestApi root = session.rootApi();
        ApiResponse imported = TrustSecrets.keeping(
                session, () -> TrustCommands.call(root, files, ORGANIZATIONS.path() + "/import", body));
        if (session.isJson()) {
            session.json(imported.json());
            return ExitCode.OK;
        }
        print(session.screen(), imported);
        TrustSecrets.print(session, imported.json());
        session.warn(imported.json());
        return ExitCode.OK;
    }

    /** Sets the name, unless the settings are of the wrong type, which the server reports. */
    private static void rename(ObjectNode body, String name) {
        JsonNode settings = body.path(SETTINGS);
        if (settings.isMissingNode()) {
            body.putObject(SETTINGS).put("name", name);
        } else if (settings instanceof ObjectNode given) {
            given.put("name", name);
        }
    }

    private static void print(Screen screen, ApiResponse imported) {
        screen.line("Imported the organization \"%s\" (id %s).".formatted(imported.text("slug"), imported.text("id")));
        JsonNode people = imported.json().path("people");
        for (JsonNode person : people) {
            screen.line("  %s (%s)  %s"
                    .formatted(
                            person.path("username").asString(""),
                            person.path("role").asString(""),
                            person.path("link").isString()
                                    ? person.path("link").asString()
                                    : "disabled, without a link"));
        }
        if (people.isEmpty()) {
            screen.line("  administrator_link  " + imported.text("administrator_link"));
            screen.note("The link is for the first administrator of the organization, works once and for one hour.");
        } else {
            screen.note("Each link is for that person to choose a password, works once and for 24 hours.");
        }
    }
}
