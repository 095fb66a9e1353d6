package dev.countersign.server.store;

import dev.countersign.server.management.TrustStore;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract on the embedded database. */
class SqlTrustStoreTest extends TrustStoreContract {
    @TempDir
    Path folder;

    private OpenStore store;

    @BeforeEach
    void open() {
        store = new OpenStore(folder);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    TrustStore trust() {
        return new SqlTrustStore(store.writer, store.readers);
    }

    @Override
    long adminEvents() {
        return store.number("SELECT count(*) FROM audit_events WHERE kind = 'admin'");
    }
}
