package dev.countersign.server.store.audit;

import dev.countersign.server.store.OpenStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class SqliteCountsAgreeWithAuditTest extends CountsAgreeWithAuditContract {
    @Property(tries = 20)
    void whateverHappensInWhateverOrder(@ForAll Random random) throws IOException {
        Path folder = Files.createTempDirectory("counts");
        try (var store = new OpenStore(folder)) {
            runSteps(store, random);
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            files.sorted((one, other) -> other.compareTo(one))
                    .forEach(file -> file.toFile().delete());
        }
    }
}
