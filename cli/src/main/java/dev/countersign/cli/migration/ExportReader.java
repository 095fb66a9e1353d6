package dev.countersign.cli.migration;

import dev.countersign.base.exit.ExitCode;
import dev.countersign.cli.command.Inputs;
import dev.countersign.cli.remote.CallFailedException;
import dev.countersign.cli.remote.CallFailedException.Finding;
import dev.countersign.cli.remote.RemoteJson;
import dev.countersign.cli.trustfile.ForeignYaml;
import dev.countersign.cli.trustfile.UnreadableFileException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reader of exported files in JSON, XML and YAML; the format is recognised by the first character. */
final class ExportReader {
    static final List<String> EXTENSIONS = List.of(".json", ".xml", ".yaml", ".yml");

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private ExportReader() {}

    static ExportedDocument read(Inputs inputs, String file) throws CallFailedException {
        return read(Inputs.name(file), inputs.text(file));
    }

    static ExportedDocument read(String name, String content) throws CallFailedException {
        String text = !content.isEmpty() && content.charAt(0) == BYTE_ORDER_MARK ? content.substring(1) : content;
        if (text.isBlank()) {
            throw CallFailedException.data("There is nothing in %s.".formatted(name));
        }
        if (text.indexOf('\0') >= 0) {
            throw CallFailedException.data("%s contains the character NUL, and is no export.".formatted(name));
        }
        return new ExportedDocument(name, parsed(name, text));
    }

    private static JsonNode parsed(String name, String text) throws CallFailedException {
        return switch (text.stripLeading().charAt(0)) {
            case '<' -> XmlTree.read(name, text);
            case '{', '[' -> json(name, text);
            default -> yaml(name, text);
        };
    }

    private static JsonNode json(String name, String text) throws CallFailedException {
        try {
            return RemoteJson.read(text.getBytes(StandardCharsets.UTF_8));
        } catch (RemoteJson.UnreadableException malformed) {
            throw CallFailedException.data("%s cannot be read: %s.".formatted(name, malformed.problem()));
        }
    }

    private static JsonNode yaml(String name, String text) throws CallFailedException {
        try {
            return ForeignYaml.read(name, text);
        } catch (UnreadableFileException malformed) {
            throw new CallFailedException(
                    ExitCode.DATA,
                    "%s cannot be read.".formatted(name),
                    malformed.findings().stream()
                            .map(finding -> new Finding("", finding))
                            .toList());
        }
    }
}
