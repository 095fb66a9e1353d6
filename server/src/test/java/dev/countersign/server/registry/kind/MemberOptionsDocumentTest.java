package dev.countersign.server.registry.kind;

import dev.countersign.docs.GeneratedDocument;
import dev.countersign.server.registry.field.Field;
import dev.countersign.server.registry.field.FieldTable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The command-line options of registered members, generated from the tables of members. */
class MemberOptionsDocumentTest {
    private static final String FILE = "../cli/src/main/resources/dev/countersign/cli/command/members.json";

    @Test
    void theCommandLineHasTheOptionsOfTheTables() {
        ObjectNode kinds = JsonMapper.shared().createObjectNode();
        put(kinds.putArray("issuer"), IssuerFields.TABLE);
        put(kinds.putArray("application"), ApplicationFields.TABLE);

        GeneratedDocument.check(FILE, kinds.toPrettyString() + "\n");
    }

    private static void put(ArrayNode members, FieldTable<?, ?> table) {
        for (Field<?, ?, ?> field : table.fields()) {
            if (!field.option().name().isEmpty()) {
                members.addObject()
                        .put("pointer", field.pointer())
                        .put("option", field.option().name())
                        .put("group", field.option().group())
                        .put("label", field.option().label())
                        .put("description", field.option().description())
                        .put("shape", shape(field));
            }
        }
    }

    /** A list of words alone says with {@code null} that there is no limit; a list of texts that is empty allows none. */
    private static String shape(Field<?, ?, ?> field) {
        return switch (field.shape()) {
            case FLAG, SECONDS, NUMBER, TEXTS -> field.shape().name();
            case TEXT, PARAGRAPH, CHOICE -> "TEXT";
            case WORDS -> field.isNullable() ? "OPTIONAL_WORDS" : "WORDS";
            case NAMES, CHOICES -> "WORDS";
            case PAIRS, OBJECT, CERTIFICATES ->
                throw new IllegalStateException(field.pointer() + " has an option of its own");
        };
    }
}
