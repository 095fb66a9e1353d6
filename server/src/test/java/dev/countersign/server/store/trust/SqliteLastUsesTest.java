package dev.countersign.server.store.trust;

import dev.countersign.server.store.OpenStore;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteLastUsesTest extends LastUsesContract {
    @TempDir
    Path folder;

    @Override
    public OpenStore emptyStore() {
        return new OpenStore(folder);
    }
}
