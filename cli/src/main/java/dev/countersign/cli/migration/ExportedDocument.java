package dev.countersign.cli.migration;

import dev.countersign.cli.remote.CallFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A file that another product exported, in the same form whatever its format was.
 *
 * @param file its name in messages
 */
record ExportedDocument(String file, JsonNode root) {

    /** The records of the document: itself, or the elements of a list. */
    List<ObjectNode> records(OtherProduct product) throws CallFailedException {
        var records = new ArrayList<ObjectNode>();
        for (JsonNode element : root.isArray() ? root : List.of(root)) {
            if (!(element instanceof ObjectNode record)) {
                throw unknown(product);
            }
            records.add(record);
        }
        return records;
    }

    /** Failure for a document that the product does not export. */
    CallFailedException unknown(OtherProduct product) {
        return CallFailedException.data(
                "%s is not an export of %s. It reads %s".formatted(file, product.title(), product.files()));
    }

    /** Whether a record has one of these members, in any case of its letters. */
    static boolean has(ObjectNode record, String... names) {
        for (String given : record.propertyNames()) {
            for (String name : names) {
                if (given.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
                    return true;
                }
            }
        }
        return false;
    }
}
