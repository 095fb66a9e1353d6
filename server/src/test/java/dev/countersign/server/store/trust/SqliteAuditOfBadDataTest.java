package dev.countersign.server.store.trust;

import dev.countersign.server.store.OpenStore;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteAuditOfBadDataTest extends AuditOfBadDataContract {
    @TempDir
    Path folder;

    @Override
    OpenStore emptyStore() {
        return new OpenStore(folder);
    }

    @Override
    String refusal(String table, String column) {
        return "CREATE TRIGGER refuse_poison BEFORE INSERT ON %s WHEN new.%s = 'poison'".formatted(table, column)
                + " BEGIN SELECT RAISE(ABORT, 'poison'); END";
    }
}
