package dev.countersign.cli.trustfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** The reader of one YAML 1.2 document by the core schema (§10.3), which includes JSON. */
final class YamlText {
    private static final int LONGEST = 4 << 20;
    private static final int DEEPEST = 100;
    private static final int LONGEST_FOREIGN = 16 << 20;
    private static final int MOST_FOREIGN_ALIASES = 200;

    private YamlText() {}

    /** The root of the document; empty when it contains only comments. */
    static Optional<Node> read(String file, String text) throws UnreadableFileException {
        return read(file, text, LONGEST, 0);
    }

    /**
     * The root of a document that another product wrote.
     *
     * @return empty when it contains only comments
     */
    static Optional<Node> readForeign(String file, String text) throws UnreadableFileException {
        return read(file, text, LONGEST_FOREIGN, MOST_FOREIGN_ALIASES);
    }

    private static Optional<Node> read(String file, String text, int longest, int mostAliases)
            throws UnreadableFileException {
        var nodes = new ArrayList<Node>();
        try {
            LoadSettings settings = settings(file, longest, mostAliases);
            checkDepth(file, new Parse(settings).parseString(text));
            new Compose(settings).composeAllFromString(text).forEach(nodes::add);
        } catch (MarkedYamlEngineException invalid) {
            String location = invalid.getProblemMark()
                    .map(mark -> new SourceLocation(file, mark.getLine() + 1, mark.getColumn() + 1).toString())
                    .orElse(file);
            throw new UnreadableFileException(
                    List.of("%s: This is not YAML: %s.".formatted(location, invalid.getProblem())));
        } catch (YamlEngineException invalid) {
            throw new UnreadableFileException(
                    List.of("%s: This cannot be read: %s".formatted(file, invalid.getMessage())));
        }
        if (nodes.size() > 1) {
            throw new UnreadableFileException(List.of("%s: A file must contain only one document; this is another."
                    .formatted(location(file, nodes.get(1)))));
        }
        return nodes.stream().findFirst();
    }

    /** Refuses nesting before the document is composed, which is recursive. */
    private static void checkDepth(String file, Iterable<Event> events) throws UnreadableFileException {
        int depth = 0;
        for (Event event : events) {
            switch (event.getEventId()) {
                case MappingStart, SequenceStart -> depth++;
                case MappingEnd, SequenceEnd -> depth--;
                default -> {}
            }
            if (depth > DEEPEST) {
                throw new UnreadableFileException(List.of("%s: This is nested too deeply.".formatted(file)));
            }
        }
    }

    private static LoadSettings settings(String file, int longest, int mostAliases) {
        return LoadSettings.builder()
                .setLabel(file)
                .setSchema(new CoreSchema())
                .setAllowDuplicateKeys(false)
                .setAllowNonScalarKeys(true)
                .setMaxAliasesForCollections(mostAliases)
                .setCodePointLimit(longest)
                .setUseMarks(true)
                .build();
    }

    static SourceLocation location(String file, Node node) {
        return node.getStartMark()
                .map(mark -> new SourceLocation(file, mark.getLine() + 1, mark.getColumn() + 1))
                .orElseGet(() -> new SourceLocation(file, 1, 1));
    }
}
