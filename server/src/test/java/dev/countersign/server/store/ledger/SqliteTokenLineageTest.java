package dev.countersign.server.store.ledger;

import dev.countersign.server.store.OpenStore;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteTokenLineageTest extends TokenLineageContract {
    @TempDir
    Path folder;

    @Override
    public OpenStore emptyStore() {
        return new OpenStore(folder);
    }
}
