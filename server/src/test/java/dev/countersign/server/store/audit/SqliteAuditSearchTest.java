package dev.countersign.server.store.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.server.insight.AuditQuery;
import dev.countersign.server.store.OpenStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class SqliteAuditSearchTest extends AuditSearchContract {
    private static Path folder;

    @BeforeContainer
    static void open() throws IOException {
        folder = Files.createTempDirectory("look");
        record(new OpenStore(folder));
    }

    @AfterContainer
    static void delete() throws IOException {
        try (var files = Files.walk(folder)) {
            files.sorted((one, other) -> other.compareTo(one))
                    .forEach(file -> file.toFile().delete());
        }
    }

    @Property(tries = 1)
    void noQuestionReadsTheWholeAuditWhereAnIndexLeadsToTheAnswer() {
        for (AuditQuery query : Question.singles()) {
            var sql = AuditFilter.find(query, store.engine.collation());
            List<String> plan = store.readers.read(connection -> {
                List<String> steps = new ArrayList<>();
                try (var statement = connection.prepareStatement("EXPLAIN QUERY PLAN " + sql.text())) {
                    for (int i = 0; i < sql.parameters().size(); i++) {
                        statement.setObject(i + 1, sql.parameters().get(i));
                    }
                    try (var rows = statement.executeQuery()) {
                        while (rows.next()) {
                            steps.add(rows.getString(4));
                        }
                    }
                }
                return steps;
            });
            assertThat(plan).as(query.toString()).noneMatch(step -> step.startsWith("SCAN audit_events"));
            assertThat(plan).as(query.toString()).noneMatch(step -> step.contains("TEMP B-TREE FOR ORDER BY"));
            assertThat(plan).as(query.toString()).anyMatch(step -> step.contains("USING"));
        }
    }
}
