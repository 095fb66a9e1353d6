package dev.countersign.cli.migration;

import dev.countersign.base.exit.ExitCode;
import dev.countersign.base.file.OwnerOnlyFile;
import dev.countersign.base.text.FailureText;
import dev.countersign.cli.command.CliEnvironment;
import dev.countersign.cli.command.ClientCommand;
import dev.countersign.cli.command.CommandBody;
import dev.countersign.cli.command.CommandSession;
import dev.countersign.cli.command.Inputs;
import dev.countersign.cli.command.Options;
import dev.countersign.cli.remote.CallFailedException;
import dev.countersign.cli.trustfile.YamlWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code countersign import}: turns exports of another product into a trust file. Nothing is sent anywhere. */
public final class ImportCommand {
    static final String AUDIENCE = "--audience";
    static final String SECRETS = "--secrets-out";
    private static final String OUT = "-o";
    private static final String FORCE = "--force";
    private static final String SECRETS_EXTENSION = ".secrets.env";

    private static final List<OtherProduct> PRODUCTS =
            List.of(new Wso2Product(), new KeycloakProduct(), new HydraProduct());

    private ImportCommand() {}

    public static CommandSpec spec(CliEnvironment cliEnvironment) {
        var spec = CommandBody.group(
                "import",
                "Turns exports of another product into a trust file, for plan and apply, and reports what differs."
                        + " Nothing is sent anywhere.",
                PRODUCTS.stream().map(product -> spec(product, cliEnvironment)).toList());
        return CommandBody.examples(
                spec, PRODUCTS.stream().map(ImportCommand::example).toList());
    }

    private static String example(OtherProduct product) {
        return "import %s %s -o trust.yaml".formatted(product.name(), product.example());
    }

    private static CommandSpec spec(OtherProduct product, CliEnvironment cliEnvironment) {
        return ClientCommand.named(product.name(), "Reads exports of %s.".formatted(product.title()))
                .with(Options.parameters("FILE", "%s - is the standard input.".formatted(product.files())))
                .with(Options.text(OUT, "FILE", "Write the trust file there instead of to the screen."))
                .with(Options.flag(FORCE, "Replace files that exist."))
                .with(Options.text(
                        SECRETS,
                        "FILE",
                        "Write client secrets there, as variables for the environment of apply. Only you can read the"
                                + " file."
                                + " Default: the name of the trust file with %s.".formatted(SECRETS_EXTENSION)))
                .with(Options.texts(
                        AUDIENCE,
                        "VALUE",
                        "A further aud that assertions may have, such as the token endpoint of the other product."))
                .withoutServer(ExitCode.UNDECIDED, "something cannot be carried over and needs a decision")
                .example(example(product))
                .does(cliEnvironment, session -> run(product, session));
    }

    private static int run(OtherProduct product, CommandSession session) throws CallFailedException {
        Optional<String> out = session.arguments().text(OUT).filter(name -> !name.equals(Inputs.STANDARD_INPUT));
        Optional<String> secretsOut =
                session.arguments().text(SECRETS).or(() -> out.map(name -> name + SECRETS_EXTENSION));
        if (out.isEmpty() && session.isJson()) {
            throw CallFailedException.usage("With --json, name the trust file with %s.".formatted(OUT));
        }
        if (out.isPresent() && place(out.get()).equals(place(secretsOut.orElseThrow()))) {
            throw CallFailedException.usage("%s and %s name the same file.".formatted(OUT, SECRETS));
        }
        boolean force = session.arguments().isGiven(FORCE);
        if (out.isPresent()) {
            refuseExisting(out.get(), force);
        }
        var migration = new Migration(
                session.arguments().texts(AUDIENCE).orElse(List.of()),
                session.cliEnvironment().clock().instant(),
                secretsOut.isPresent());
        product.read(documents(session), migration);
        String text = "# From exports of %s, by countersign import.\n".formatted(product.title())
                + YamlWriter.write(migration.document());
        if (!migration.secrets().isEmpty()) {
            refuseExisting(secretsOut.orElseThrow(), force);
            write(secretsOut.get(), migration.secrets().script(), force);
        }
        if (out.isPresent()) {
            write(out.get(), text.getBytes(StandardCharsets.UTF_8), force);
        } else {
            session.screen().print(text);
        }
        report(session, migration, secretsOut);
        return migration.report().needsDecision() ? ExitCode.UNDECIDED : ExitCode.OK;
    }

    private static List<ExportedDocument> documents(CommandSession session) throws CallFailedException {
        var documents = new ArrayList<ExportedDocument>();
        for (String name : session.arguments().parameters()) {
            for (String file : Inputs.files(name, ExportReader.EXTENSIONS)) {
                documents.add(ExportReader.read(session.inputs(), file));
            }
        }
        return documents;
    }

    private static void report(CommandSession session, Migration migration, Optional<String> secretsOut) {
        if (session.isJson()) {
            session.json(migration.report().json());
            return;
        }
        session.screen().note("Read %s.".formatted(migration.counts()));
        migration.report().print(session.screen());
        if (!migration.secrets().isEmpty()) {
            session.screen()
                    .note("Client secrets are in %s. Before apply, set them in the shell:  . %s"
                            .formatted(
                                    secretsOut.orElseThrow(),
                                    MigratedSecrets.quoted(Path.of(secretsOut.get())
                                            .toAbsolutePath()
                                            .toString())));
        }
    }

    /** The absolute path of a file, whether or not it exists, independent of its spelling. */
    private static Path place(String file) throws CallFailedException {
        Path path = Inputs.path(file).toAbsolutePath();
        Path parent = path.getParent();
        try {
            return Files.exists(path) || parent == null
                    ? path.toRealPath()
                    : parent.toRealPath().resolve(path.getFileName());
        } catch (IOException unreachable) {
            return path.normalize();
        }
    }

    private static void refuseExisting(String file, boolean force) throws CallFailedException {
        if (!force && Files.exists(Inputs.path(file), LinkOption.NOFOLLOW_LINKS)) {
            throw CallFailedException.cannotCreate(
                    "%s exists. Name another file, or replace it with %s.".formatted(file, FORCE));
        }
    }

    private static void write(String file, byte[] content, boolean force) throws CallFailedException {
        Path path = Inputs.path(file);
        try {
            if (force) {
                OwnerOnlyFile.replace(path, content);
            } else {
                OwnerOnlyFile.create(path, content);
            }
        } catch (IOException refused) {
            throw CallFailedException.cannotCreate("%s cannot be written: %s".formatted(file, FailureText.of(refused)));
        }
    }
}
