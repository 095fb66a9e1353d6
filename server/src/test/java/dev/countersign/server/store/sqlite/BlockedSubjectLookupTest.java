package dev.countersign.server.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.server.store.OpenStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockedSubjectLookupTest {
    @TempDir
    private Path folder;

    @Test
    void eachHashIsOnePlaceOfTheIndexHoweverManyAreBlocked() {
        try (OpenStore store = new OpenStore(folder)) {
            List<String> plan = store.readers.read(connection -> {
                List<String> steps = new ArrayList<>();
                try (var explain = connection.prepareStatement("EXPLAIN QUERY PLAN " + BlockedSubjectLookup.SELECT);
                        var rows = explain.executeQuery()) {
                    while (rows.next()) {
                        steps.add(rows.getString("detail"));
                    }
                }
                return steps;
            });

            assertThat(plan).hasSize(2);
            assertThat(plan.getFirst()).startsWith("SCAN hash ");
            assertThat(plan.getLast()).startsWith("SEARCH blocked ").endsWith("(issuer_id=? AND subject_hash=?)");
        }
    }
}
