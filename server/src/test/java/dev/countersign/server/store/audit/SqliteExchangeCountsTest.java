package dev.countersign.server.store.audit;

import dev.countersign.server.store.OpenStore;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteExchangeCountsTest extends ExchangeCountsContract {
    @TempDir
    Path folder;

    @Override
    public OpenStore emptyStore() {
        return new OpenStore(folder);
    }
}
