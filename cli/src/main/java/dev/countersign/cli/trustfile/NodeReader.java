package dev.countersign.cli.trustfile;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Converter of YAML nodes to JSON, which records the position of each value. Anchors, aliases and foreign tags are
 * refused, except in a foreign document, where aliases are resolved within a bound and tags are ignored.
 *
 * @param locations receives the position of each value, by its JSON pointer
 * @param findings receives problems
 * @param foreign whether another product wrote the document
 */
record NodeReader(String file, Map<String, SourceLocation> locations, List<String> findings, boolean foreign) {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int DEEPEST = 50;
    /** Most values of a foreign document, with those that aliases repeat. */
    private static final int MOST_VALUES = 200_000;

    NodeReader(String file, Map<String, SourceLocation> locations, List<String> findings) {
        this(file, locations, findings, false);
    }

    JsonNode read(Node node, String pointer) {
        return read(node, pointer, 0);
    }

    private JsonNode read(Node node, String pointer, int depth) {
        if (locations.size() >= MOST_VALUES) {
            return tooLarge(node);
        }
        locations.put(pointer, YamlText.location(file, node));
        if (node.getAnchor().isPresent() && !foreign) {
            find(node, "Anchors and aliases are not supported. Write the value out.");
            return JSON.nullNode();
        }
        if (depth > DEEPEST) {
            find(node, "This is nested too deeply.");
            return JSON.nullNode();
        }
        return switch (node) {
            case MappingNode mapping when foreign || node.getTag().equals(Tag.MAP) -> object(mapping, pointer, depth);
            case SequenceNode sequence when foreign || node.getTag().equals(Tag.SEQ) -> array(sequence, pointer, depth);
            case ScalarNode scalar -> scalar(scalar);
            default -> {
                find(
                        node,
                        "The tag %s is not supported here."
                                .formatted(node.getTag().getValue()));
                yield JSON.nullNode();
            }
        };
    }

    private JsonNode tooLarge(Node node) {
        if (findings.isEmpty()) {
            find(node, "The document has more than %s values.".formatted(MOST_VALUES));
        }
        return JSON.nullNode();
    }

    private ObjectNode object(MappingNode mapping, String pointer, int depth) {
        ObjectNode object = JSON.objectNode();
        Set<String> names = new HashSet<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                find(tuple.getKeyNode(), "A name must be a string.");
            } else if (!names.add(key.getValue())) {
                find(key, "\"%s\" is repeated here.".formatted(key.getValue()));
            } else {
                String at = pointer + "/" + key.getValue().replace("~", "~0").replace("/", "~1");
                object.set(key.getValue(), read(tuple.getValueNode(), at, depth + 1));
                // a problem of a member is shown at its name
                locations.put(at, YamlText.location(file, key));
            }
        }
        return object;
    }

    private ArrayNode array(SequenceNode sequence, String pointer, int depth) {
        ArrayNode array = JSON.arrayNode();
        List<Node> elements = sequence.getValue();
        for (int i = 0; i < elements.size(); i++) {
            array.add(read(elements.get(i), pointer + "/" + i, depth + 1));
        }
        return array;
    }

    private JsonNode scalar(ScalarNode scalar) {
        Tag tag = scalar.getTag();
        String value = scalar.getValue();
        if (tag.equals(Tag.STR)) {
            return JSON.stringNode(value);
        }
        if (tag.equals(Tag.NULL)) {
            return JSON.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return JSON.booleanNode(value.equalsIgnoreCase("true"));
        }
        if ((tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) && value.length() <= 100) {
            return number(scalar, value);
        }
        if (foreign) {
            return JSON.stringNode(value);
        }
        find(scalar, "The tag %s is not supported here.".formatted(tag.getValue()));
        return JSON.nullNode();
    }

    private JsonNode number(ScalarNode scalar, String value) {
        try {
            if (scalar.getTag().equals(Tag.FLOAT)) {
                return JSON.numberNode(new BigDecimal(value));
            }
            int radix = value.startsWith("0x") ? 16 : value.startsWith("0o") ? 8 : 10;
            return JSON.numberNode(new BigInteger(radix == 10 ? value : value.substring(2), radix));
        } catch (NumberFormatException notFinite) {
            find(scalar, "This number is not supported here.");
            return JSON.nullNode();
        }
    }

    private void find(Node node, String sentence) {
        findings.add("%s: %s".formatted(YamlText.location(file, node), sentence));
    }
}
