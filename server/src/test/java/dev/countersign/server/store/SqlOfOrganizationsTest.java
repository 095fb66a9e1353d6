package dev.countersign.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import dev.countersign.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Test of the text of all statements: one on a table with an organization names the organization. */
class SqlOfOrganizationsTest {
    /** Numbers of statements in whose text none is named, by the file that has them. */
    private static final Map<String, Integer> EXCEPTIONS = new TreeMap<>(Map.of(
            // what is old in any organization is deleted
            "Purge.java",
            11,
            // the counts of all organizations are folded; each row keeps its own
            "CountFolding.java",
            1,
            // partitions contain rows of all organizations
            "Partitions.java",
            3,
            // replay keys belong to no organization: their hashes cover it
            "ReplayKeyTable.java",
            6,
            // the table of Flyway
            "SchemaHistory.java",
            1,
            // whether anybody is blocked at all, so that a group needs no look-up of each subject
            "BlockedSubjectLookup.java",
            1,
            // a migration
            "StoredKeySetMigration.java",
            3,
            // the condition is in a variable, and OrganizationConnection refuses a statement without it
            "AuditFilter.java",
            3,
            "OrganizationRows.java",
            1,
            "TrustRows.java",
            4));

    static {
        // the newest event of any organization, which tells the time
        EXCEPTIONS.put("InspectedStore.java", 1);
    }

    @TempDir
    private Path folder;

    @Test
    void everyStatementOnATableWithAnOrganizationNamesIt() throws IOException {
        Pattern concerned = Pattern.compile("(?is)\\b(FROM|JOIN|INTO|UPDATE)\\s+(%s|%%s|%%1\\$s|\\?)(_other)?(\\W.*|$)"
                .formatted(String.join("|", tables())));
        Map<String, Integer> without = new TreeMap<>();
        List<String> statements = new ArrayList<>();
        for (Path file : sources()) {
            for (String sql : texts(file)) {
                if (concerned.matcher(sql).find() && !sql.contains("organization")) {
                    String name = file.getFileName().toString();
                    without.merge(name, 1, Integer::sum);
                    statements.add(name + ": " + sql);
                }
            }
        }
        assertThat(without).as(String.join("\n", statements)).isEqualTo(EXCEPTIONS);
    }

    private Set<String> tables() {
        try (OpenStore store = new OpenStore(folder)) {
            return store.readers.read(connection -> {
                Set<String> tables = new TreeSet<>();
                try (var columns = connection.getMetaData().getColumns(null, null, "%", "organization")) {
                    while (columns.next()) {
                        tables.add(columns.getString("TABLE_NAME"));
                    }
                }
                return tables;
            });
        }
    }

    private static List<Path> sources() throws IOException {
        Path store = SourceFile.project().resolve("server/src/main/java/dev/countersign/server/store");
        try (Stream<Path> files = Files.walk(store)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
    }

    /** The texts of a file; those that are concatenated are one, with a question mark for what is not a literal. */
    private static List<String> texts(Path file) throws IOException {
        List<String> texts = new ArrayList<>();
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            var task = (JavacTask) compiler.getTask(null, files, null, null, null, files.getJavaFileObjects(file));
            for (CompilationUnitTree unit : task.parse()) {
                new TreeScanner<Void, Void>() {
                    @Override
                    public Void visitBinary(BinaryTree binary, Void nothing) {
                        if (binary.getKind() != Tree.Kind.PLUS) {
                            return super.visitBinary(binary, nothing);
                        }
                        texts.add(joined(binary));
                        return nothing;
                    }

                    @Override
                    public Void visitLiteral(LiteralTree literal, Void nothing) {
                        if (literal.getValue() instanceof String text) {
                            texts.add(text);
                        }
                        return nothing;
                    }
                }.scan(unit, null);
            }
        }
        return texts;
    }

    private static String joined(Tree tree) {
        return switch (tree) {
            case BinaryTree sum
            when sum.getKind() == Tree.Kind.PLUS -> joined(sum.getLeftOperand()) + joined(sum.getRightOperand());
            case LiteralTree literal -> String.valueOf(literal.getValue());
            default -> "?";
        };
    }
}
