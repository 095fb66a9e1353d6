package dev.countersign.server.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteAuditRecordsTest extends AuditRecordsContract {
    @TempDir
    Path folder;

    @Override
    OpenStore emptyStore() {
        return new OpenStore(folder);
    }
}
