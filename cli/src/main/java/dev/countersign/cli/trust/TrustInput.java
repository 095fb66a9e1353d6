package dev.countersign.cli.trust;

import dev.countersign.base.exit.ExitCode;
import dev.countersign.base.text.FailureText;
import dev.countersign.cli.command.CommandSession;
import dev.countersign.cli.command.ConnectionOptions;
import dev.countersign.cli.command.Inputs;
import dev.countersign.cli.remote.CallFailedException;
import dev.countersign.cli.remote.CallFailedException.Finding;
import dev.countersign.cli.trustfile.TrustFiles;
import dev.countersign.cli.trustfile.UnreadableFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The files of a plan: single files, folders, or the standard input. */
final class TrustInput {
    private TrustInput() {}

    static TrustFiles read(CommandSession session, String option) throws CallFailedException {
        List<String> named = session.arguments()
                .texts(option)
                .orElseThrow(() -> CallFailedException.usage("Say which file, with %s.".formatted(option)));
        var sources = new ArrayList<TrustFiles.Source>();
        for (String name : named) {
            for (String file : files(name)) {
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
                text(file, session.inputs().bytes(file)));
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

    private static String text(String file, byte[] utf8) throws CallFailedException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException notText) {
            throw CallFailedException.data("%s is no text in UTF-8.".formatted(Inputs.name(file)));
        }
    }

    private static List<String> files(String name) throws CallFailedException {
        if (name.equals(Inputs.STANDARD_INPUT) || !Files.isDirectory(Inputs.path(name))) {
            return List.of(name);
        }
        try (Stream<Path> inside = Files.list(Inputs.path(name))) {
            List<String> files = inside.filter(file -> file.toString().matches(".*\\.(yaml|yml|json)"))
                    .map(Path::toString)
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw CallFailedException.noInput("There is no .yaml, .yml or .json in %s.".formatted(name));
            }
            return files;
        } catch (IOException unreadable) {
            throw CallFailedException.noInput("%s cannot be read: %s".formatted(name, FailureText.of(unreadable)));
        }
    }
}
