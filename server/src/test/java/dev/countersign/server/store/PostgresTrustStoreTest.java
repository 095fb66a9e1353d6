package dev.countersign.server.store;

import dev.countersign.server.management.TrustStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract on PostgreSQL. */
class PostgresTrustStoreTest extends TrustStoreContract {
    private final String url = PostgresCluster.freshUrl();
    private OpenStore store;

    @BeforeEach
    void open() {
        store = OpenStore.onPostgres(url);
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
