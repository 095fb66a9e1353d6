package dev.countersign.cli.trustfile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reader of YAML that another product wrote: with aliases, which are resolved, and with tags, which are ignored. */
public final class ForeignYaml {
    private ForeignYaml() {}

    /** The document; null in the sense of JSON when it contains only comments. */
    public static JsonNode read(String file, String text) throws UnreadableFileException {
        Optional<Node> root = YamlText.readForeign(file, text);
        if (root.isEmpty()) {
            return JsonNodeFactory.instance.nullNode();
        }
        var findings = new ArrayList<String>();
        JsonNode document = new NodeReader(file, new HashMap<>(), findings, true).read(root.get(), "");
        if (!findings.isEmpty()) {
            throw new UnreadableFileException(findings);
        }
        return document;
    }
}
