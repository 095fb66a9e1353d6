package dev.countersign.cli.trustfile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;

/** The writer of readable YAML: blocks, and quotes only where necessary. */
public final class YamlWriter {
    private YamlWriter() {}

    /** The document as text. */
    public static String write(JsonNode document) {
        var settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setSchema(new CoreSchema())
                .setIndicatorIndent(2)
                .setIndent(4)
                .setWidth(200)
                .setSplitLines(false)
                .build();
        return new Dump(settings).dumpToString(value(document));
    }

    private static Object value(JsonNode node) {
        if (node.isObject()) {
            var members = new LinkedHashMap<String, Object>();
            node.properties().forEach(member -> members.put(member.getKey(), valueOrNull(member.getValue())));
            return members;
        }
        if (node.isArray()) {
            var elements = new ArrayList<Object>();
            node.forEach(element -> elements.add(valueOrNull(element)));
            return elements;
        }
        return node.isNumber() ? node.numberValue() : node.isBoolean() ? node.booleanValue() : node.asString("");
    }

    @SuppressWarnings("NullAway") // the library represents YAML's null by Java's
    private static Object valueOrNull(JsonNode node) {
        return node.isNull() ? null : value(node);
    }
}
