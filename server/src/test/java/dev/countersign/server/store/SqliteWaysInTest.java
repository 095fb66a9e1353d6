package dev.countersign.server.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteWaysInTest extends WaysInContract {
    @TempDir
    Path folder;

    @Override
    public OpenStore emptyStore() {
        return new OpenStore(folder);
    }
}
