package dev.countersign.server.store.audit;

import dev.countersign.server.store.OpenStore;

class PostgresCountFoldingTest extends CountFoldingContract {
    @Override
    public OpenStore emptyStore() {
        return OpenStore.emptiedOnPostgres();
    }
}
