package dev.countersign.cli.trust;

import dev.countersign.base.exit.ExitCode;
import dev.countersign.cli.command.CommandSession;
import dev.countersign.cli.command.ConnectionOptions;
import dev.countersign.cli.command.Inputs;
import dev.countersign.cli.remote.CallFailedException;
import dev.countersign.cli.remote.CallFailedException.Finding;
import dev.countersign.cli.trustfile.TrustFiles;
import dev.countersign.cli.trustfile.UnreadableFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The files of a plan: single files, folders, or the standard input. */
final class TrustInput {
    private static final List<String> EXTENSIONS = List.of(".yaml", ".yml", ".json");

    private TrustInput() {}

    static TrustFiles read(CommandSession session, String option) throws CallFailedException {
        List<String> named = session.arguments()
                .texts(option)
                .orElseThrow(() -> CallFailedException.usage("Say which file, with %s.".formatted(option)));
        var sources = new ArrayList<TrustFiles.Source>();
        for (String name : named) {
            for (String file : Inputs.files(name, EXTENSIONS)) {
                sources.add(source(session, file));
            }
        }
        TrustFiles files = parsed(() -> TrustFiles.read(sources, session.inputs()::variable));
        connect(session, files);
        return files;
    }

    /** The file of a whole organization, for an import. */
    static TrustFiles readOrganization(CommandSession session, String file) throws CallFailedException {
        TrustFiles.Source source = source(session, file);
        return parsed(() -> TrustFiles.readOrganization(source, session.inputs()::variable));
    }

    private static TrustFiles.Source source(CommandSession session, String file) throws CallFailedException {
        return new TrustFiles.Source(
                file.equals(Inputs.STANDARD_INPUT) ? "<stdin>" : file,
                session.inputs().text(file));
    }

    private interface Parsing {
        TrustFiles parse() throws UnreadableFileException;
    }

    private static TrustFiles parsed(Parsing parsing) throws CallFailedException {
        try {
            return parsing.parse();
        } catch (UnreadableFileException unreadable) {
            throw new CallFailedException(
                    ExitCode.DATA,
                    "The files cannot be used.",
                    unreadable.findings().stream()
                            .map(finding -> new Finding("", finding))
                            .toList());
        }
    }

    /** Connects to the organization that the files are for; a command for another is an error. */
    private static void connect(CommandSession session, TrustFiles files) throws CallFailedException {
        Optional<String> named = session.connection().namedOrganization();
        Optional<String> slug = files.organization();
        if (slug.isEmpty()) {
            return;
        }
        if (named.isPresent() && !named.equals(slug)) {
            throw CallFailedException.usage("%sThe file is for the organization \"%s\", and the command is for %s."
                    .formatted(
                            files.location("/organization")
                                    .map(location -> location + ": ")
                                    .orElse(""),
                            slug.get(),
                            ConnectionOptions.described(named.get())));
        }
        session.ofInput(slug.get());
    }
}
